import CDocuments
import DetectionCore
import HTTPMessages
import JSON
import Operations
import YAMLReader

/// Puts the contract together.
struct ContractDocument {
  let value: JSONValue

  init() throws(Problem) {
    let base = try Self.document(focald_contract_start(), focald_contract_count)
    let notes = try Self.document(focald_operations_start(), focald_operations_count)
    var schemas = ContractSchemas(Registry.all.map(\.declaration))
    var paths = JSONObject()
    for operation in Registry.all {
      let declaration = operation.declaration
      paths[declaration.path] = [
        "post": try ContractOperation(operation, notes[declaration.id]).value(&schemas)
      ]
    }
    for figure in Figure.all {
      let method = figure.isAskedByQuery ? "get" : "post"
      let value = try ContractFigure(figure).value(&schemas)
      paths[figure.declaration.path] = .object(JSONObject(members: [.init(key: method, value: value)]))
    }
    for path in base["paths"]?.object?.members ?? [] { paths[path.key] = path.value }
    guard var document = base.object, var components = base["components"]?.object else {
      throw Problem(.internalError, "the contract's base is no object")
    }
    let own = components["schemas"]?.object?.members ?? []
    components["schemas"] = .object(JSONObject(members: schemas.components.members + own))
    let parameters = components["parameters"]?.object?.members ?? []
    components["parameters"] = .object(JSONObject(members: parameters + schemas.queries.members))
    document["paths"] = .object(paths)
    document["components"] = .object(components)
    value = .object(document)
  }

  private static func document(_ start: UnsafePointer<UInt8>?, _ count: Int) throws(Problem) -> JSONValue {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    do {
      return JSONValue(try YAMLNode.parse(text))
    } catch {
      throw Problem(.internalError, "the contract's base cannot be read: \(error)")
    }
  }
}
