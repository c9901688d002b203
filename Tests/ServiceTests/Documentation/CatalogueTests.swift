import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct CatalogueTests {
  private let service = Service()

  @Test func catalogue_HoldsEveryOperationInOrder() throws {
    let entries = try #require(service.get("/v1/operations").json?["operations"]?.list)
    #expect(entries.compactMap { $0["name"]?.text } == Registry.all.map(\.declaration.id))
  }

  @Test func figures_AreThereToo() throws {
    let entries = try #require(service.get("/v1/operations").json?["figures"]?.list)
    #expect(entries.count == Figure.all.count)
    for (entry, figure) in zip(entries, Figure.all) {
      let id = figure.declaration.id
      #expect(entry["name"]?.text == id && entry["path"]?.text == figure.declaration.path)
      #expect(entry["method"]?.text == (figure.isAskedByQuery ? "GET" : "POST"))
      #expect(entry["answer"]?.text == "image/svg+xml" && entry["outputs"] == nil)
      #expect(entry["parameters"]?.list?.compactMap { $0["name"]?.text } == figure.declaration.parameters.map(\.name))
      #expect(service.get("/v1/operations/\(id)").json == entry)
      // And the route is there.
      let reply =
        figure.isAskedByQuery
        ? service.get(figure.declaration.path) : service.post(figure.declaration.path, entry["example"]?.text() ?? "")
      #expect(reply.status == 200 && reply.text.hasPrefix("<svg"), "\(id): \(reply.text.prefix(200))")
    }
  }

  @Test(arguments: Registry.all.map(\.declaration.id)) func entry_SaysAllThatIsDeclared(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    let entry = try #require(service.get("/v1/operations/\(id)").json)
    #expect(entry["path"]?.text == "/v1/" + id.split(separator: ".").joined(separator: "/"))
    for key in ["summary", "formula", "source"] { #expect(entry[key]?.text?.isEmpty == false) }
    #expect(entry["inputs"]?.list?.compactMap { $0["name"]?.text } == declaration.inputs.map(\.name))
    let parameters = try #require(entry["parameters"]?.list)
    #expect(parameters.compactMap { $0["name"]?.text } == declaration.parameters.map(\.name))
    for (entry, parameter) in zip(parameters, declaration.parameters) {
      #expect(entry["default"]?.text() == (parameter.isRequired ? nil : parameter.defaultValue.text()))
      #expect(entry["type"]?.text?.isEmpty == false && entry["meaning"]?.text?.isEmpty == false)
    }
    #expect(
      entry["outputs"]?.list?.compactMap { $0["name"]?.text } == declaration.outputs.flatMap(\.listed).map(\.name))
    #expect(!declaration.outputs.isEmpty && Set(declaration.fieldNames).count == declaration.fieldNames.count)
  }

  @Test(arguments: Registry.all.map(\.declaration.id)) func example_OfTheDeclaration_Works(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    let reply = service.post(declaration.path, declaration.example)
    #expect(reply.status == 200, "\(reply.detail)")
    let names = Set(declaration.outputs.map { $0.name.split(separator: ".").first.map(String.init) ?? "" })
    let found = reply.json?.members.map(\.key) ?? []
    #expect(found.allSatisfy(names.contains), "\(found)")
    // And as the catalogue prints it.
    let printed = try #require(service.get("/v1/operations/\(id)").json?["example"])
    #expect(service.post(declaration.path, printed.text()).text == reply.text)
  }

  @Test func description_ForTheTerminal_IsComplete() {
    #expect(OperationDescription.all.count == Registry.all.count)
    for (description, operation) in zip(OperationDescription.all, Registry.all) {
      let names = operation.declaration.fieldNames + operation.declaration.outputs.map(\.name)
      let shown = description.sections.flatMap(\.rows).map { String($0[0].drop { $0 == " " }) }
      #expect(names.allSatisfy { name in shown.contains(name) || shown.contains { $0.hasPrefix("\(name).") } })
      #expect(description.json + "\n" == service.get("/v1/operations/\(description.id)").text)
    }
  }
}
