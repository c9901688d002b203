import ArgumentParser
import Operations

/// `focald operations`: the catalogue in the terminal.
struct OperationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operations",
    abstract: "List the operations, or show one whole.")

  @Argument(
    help: "The operation to show: losses.focal.", completion: .list(Registry.all.map(\.declaration.id)))
  var name: String?

  @Flag(help: "Print JSON, as GET /v1/operations answers it.")
  var json = false

  @Flag(help: "Print docs/operations.md.")
  var markdown = false

  @Flag(help: "Print docs/dialects.md.")
  var dialects = false

  func run() throws {
    if dialects { return print(DialectsPage.markdown(), terminator: "") }
    let all = catalogueEntries()
    if markdown { return print(CatalogueText.markdown(all), terminator: "") }
    guard let name else { return print(json ? CatalogueText.json(all) : CatalogueText.table(all), terminator: "") }
    guard let entry = all.first(where: { $0.id == name }) else {
      let hint = nearestName(to: name, among: all.map(\.id)).map { "; did you mean \($0)?" } ?? ""
      writeToStandardError("focald: there is no operation \(name.debugDescription)\(hint)\n")
      throw ExitCode(1)
    }
    print(json ? entry.json + "\n" : CatalogueText.details(entry, width: Columns.terminalWidth), terminator: "")
  }
}
