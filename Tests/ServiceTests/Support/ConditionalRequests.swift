import HTTPMessages
import JSON
import TestSupport

@testable import Operations
@testable import Service

/// Requests of an operation whose fields have an effect under conditions only: valid ones, to which tests add a field.
enum ConditionalRequests {
  /// The example, with each other value of a choice, and without each field that others need.
  static func all(of declaration: Declaration) throws -> [JSONObject] {
    guard case .object(let example) = try readJSON(declaration.example) else { throw Problem(.invalidJSON, "") }
    var requests = [example]
    for parameter in declaration.parameters where parameter.conditions.isEmpty {
      guard case .choice(let names) = parameter.type else { continue }
      for name in names {
        var request = example.removing { isConditional($0, on: parameter.name, declaration) }
        request[parameter.name] = .string(name)
        requests.append(request)
      }
    }
    for case .given(let field) in Set(declaration.parameters.flatMap(\.conditions)) where example[field] != nil {
      // Without a field of a group, another one would be missing.
      if case .oneOf? = declaration.input(field)?.presence { continue }
      requests.append(example.removing { $0 == field || isConditional($0, on: field, declaration) })
    }
    return requests
  }

  private static func conditions(of field: String, _ declaration: Declaration) -> [Condition] {
    declaration.parameter(field)?.conditions ?? declaration.input(field)?.conditions ?? []
  }

  private static func isConditional(_ field: String, on other: String, _ declaration: Declaration) -> Bool {
    conditions(of: field, declaration).contains { condition in
      switch condition {
      case .flag(let name), .choice(let name, _), .given(let name), .absent(let name): name == other
      case .givenAny(let names): names.contains(other)
      }
    }
  }

  static func hasNoEffect(_ parameter: Parameter, _ request: JSONObject, _ declaration: Declaration) -> Bool {
    request[parameter.name] == nil
      && parameter.conditions.contains { condition in
        switch condition {
        case .flag(let name): value(of: name, request, declaration) != .bool(true)
        case .choice(let name, let values):
          // A member of an object is another test's.
          declaration.parameter(name) != nil
            && !values.contains(value(of: name, request, declaration).text ?? "")
        case .given(let name): request[name] == nil
        case .givenAny(let names): names.allSatisfy { request[$0] == nil }
        case .absent(let name): request[name] != nil
        }
      }
  }

  /// What a field is in a request: given, by the profile that the request names, or by default.
  private static func value(of name: String, _ request: JSONObject, _ declaration: Declaration) -> JSONValue {
    let profile = declaration.dialects?.profile(named: request["compat"])
    let setting = profile?.settings.first { $0.field == name && $0.conditions.isEmpty }
    return request[name] ?? setting?.value ?? declaration.defaultValue(of: name)
  }

  /// A value that is valid, and not the default.
  static func value(of parameter: Parameter) -> JSONValue? {
    var candidates: [JSONValue] = [.bool(true), .bool(false), 0.25, 0.5, 1, 2, [0.25], [0.25, 0.5], [[1]], [[1, 2]]]
    candidates += [[1], [1, 2, 3, 4], [[[1, 2]]], [:], "height", ["a"]]
    if case .choice(let names) = parameter.type { candidates = names.map(JSONValue.string) }
    return candidates.first { $0 != parameter.defaultValue && parameter.issue(with: $0, at: "") == nil }
  }
}

extension JSONObject {
  fileprivate func removing(_ isRemoved: (String) -> Bool) -> JSONObject {
    JSONObject(members: members.filter { !isRemoved($0.key) })
  }
}
