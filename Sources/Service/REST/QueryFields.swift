import JSON
import Operations

/// The fields of a request that stand in its query.
enum QueryFields {
  /// Each item by its parameter's type; `otherwise` reads what is no parameter. Refuses a name that is given twice.
  static func values(
    _ query: [(name: String, value: String)], _ declaration: Declaration?,
    otherwise: (String) -> JSONValue = { .string($0) }
  ) throws(Problem) -> [(name: String, value: JSONValue)] {
    var seen: Set<String> = []
    var values: [(name: String, value: JSONValue)] = []
    for (name, text) in query {
      guard seen.insert(name).inserted else {
        throw Problem(.duplicateKey, at: "/" + JSONPointer.escape(quoted(name)), "\(quoted(name)) is given twice")
      }
      values.append((name, declaration?.parameter(name)?.type.value(of: text) ?? otherwise(text)))
    }
    return values
  }
}
