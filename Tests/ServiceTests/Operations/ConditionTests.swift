import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations
@testable import Service

/// A field that has no effect is refused, unless it is at its default: over all operations.
@Suite struct ConditionTests {
  private static let ids = Registry.all.map(\.declaration).filter(\.hasConditions).map(\.id)

  @Test func list_HasLossesAndAnchors() {
    #expect(Self.ids.contains("losses.faster-rcnn") && Self.ids.contains("anchors.generate"))
  }

  @Test(arguments: ids) func defaultWithoutEffect_IsAccepted(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    for request in try Self.requests(declaration) {
      for parameter in declaration.parameters where Self.hasNoEffect(parameter, request, declaration) {
        var request = request
        request[parameter.name] = parameter.defaultValue
        #expect(throws: Never.self, "\(parameter.name)") {
          try RequestDecoder.decode(.object(request), declaration, Limits())
        }
      }
    }
  }

  @Test(arguments: ids) func valueWithoutEffect_IsRefused(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    for request in try Self.requests(declaration) {
      for parameter in declaration.parameters where Self.hasNoEffect(parameter, request, declaration) {
        var request = request
        request[parameter.name] = try #require(Self.value(of: parameter), "\(parameter.name)")
        let problem = #expect(throws: Problem.self, "\(parameter.name)") {
          try RequestDecoder.decode(.object(request), declaration, Limits())
        }
        #expect(problem?.code == .conflictingFields && problem?.issues.first?.pointer == "/\(parameter.name)")
      }
    }
  }

  @Test func explicitAnchors_StandInsteadOfAPyramid() throws {
    let service = Service()
    let request = #"""
      {"class_logits": [[0]], "box_deltas": [[0, 0, 0, 0]], "anchors": [[0, 0, 8, 8]], "target_boxes": [],
       "target_labels": []
      """#
    for field in [#""round_anchors": false"#, #""anchor_order": "size-major""#, #""strides": null"#] {
      #expect(service.post("/v1/losses/retinanet", "\(request), \(field)}").status == 200, "\(field)")
    }
    for (name, value) in [("round_anchors", "true"), ("strides", "[8]"), ("aspect_ratios", "[1]")] {
      let reply = service.post("/v1/losses/retinanet", "\(request), \"\(name)\": \(value)}")
      #expect(reply.code == "conflicting_fields" && reply.pointer == "/\(name)", "\(reply.text)")
      #expect(reply.detail.contains("\(name) and anchors exclude each other"))
    }
  }

  // MARK: - Requests

  /// The example, with each other value of a choice, and without each field that others need.
  private static func requests(_ declaration: Declaration) throws -> [JSONObject] {
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

  private static func hasNoEffect(_ parameter: Parameter, _ request: JSONObject, _ declaration: Declaration) -> Bool {
    request[parameter.name] == nil
      && parameter.conditions.contains { condition in
        switch condition {
        case .flag(let name): request[name] != .bool(true)
        case .choice(let name, let values):
          // A member of an object is another test's.
          declaration.parameter(name) != nil
            && !values.contains((request[name] ?? declaration.defaultValue(of: name)).text ?? "")
        case .given(let name): request[name] == nil
        case .givenAny(let names): names.allSatisfy { request[$0] == nil }
        case .absent(let name): request[name] != nil
        }
      }
  }

  /// A value that is valid, and not the default.
  private static func value(of parameter: Parameter) -> JSONValue? {
    var candidates: [JSONValue] = [.bool(true), .bool(false), 0.25, 0.5, 1, 2, [0.25], [0.25, 0.5], [[1]], [[1, 2]]]
    candidates += [[1], [1, 2, 3, 4], [[[1, 2]]], [:], "height"]
    if case .choice(let names) = parameter.type { candidates = names.map(JSONValue.string) }
    return candidates.first { $0 != parameter.defaultValue && parameter.issue(with: $0, at: "") == nil }
  }
}

extension JSONObject {
  fileprivate func removing(_ isRemoved: (String) -> Bool) -> JSONObject {
    JSONObject(members: members.filter { !isRemoved($0.key) })
  }
}
