import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations

/// Declarations of dialects hang together, and decoding follows them.
@Suite struct DialectDeclarationTests {
  static let declarations = Registry.all.map(\.declaration).filter { $0.dialects != nil }

  /// A decision, or a member of one, is a parameter; a setting is a decision, and its value one that a request may give.
  @Test(arguments: declarations.map(\.id)) func settings_AreValuesOfDecisions(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    let dialects = try #require(declaration.dialects)
    let fields = dialects.decisions.map(\.field)
    #expect(Set(fields).count == fields.count)
    for field in fields { #expect(parameter(field, declaration) != nil, "\(field)") }
    #expect(Set(dialects.profiles.map(\.library)).count == dialects.profiles.count)
    for profile in dialects.profiles {
      #expect(!profile.source.isEmpty)
      for setting in profile.settings {
        #expect(fields.contains(setting.field), "\(profile.library) \(setting.field)")
        let declared = try #require(parameter(setting.field, declaration))
        #expect(declared.issue(with: setting.value, at: "") == nil, "\(profile.library) \(setting.field)")
        #expect(!setting.value.means(declared.defaultValue), "\(profile.library) \(setting.field) is the default")
      }
    }
  }

  /// Every profile answers the example, and a field that is given overrules it.
  @Test(arguments: declarations.map(\.id)) func fields_OverruleTheProfile(id: String) throws {
    let operation = try #require(Registry.named(id))
    let dialects = try #require(operation.declaration.dialects)
    let example = try #require(try readJSON(operation.declaration.example).object)
    let own = try request(operation, example)
    for profile in dialects.profiles {
      var body = example
      body["compat"] = .string(profile.library.rawValue)
      let followed = try request(operation, body)
      _ = try operation.answer(followed)
      for setting in profile.settings
      where !setting.field.contains(".") && followed.origin(of: setting.field) == .profile {
        #expect(followed.effectiveValue(of: setting.field).means(setting.value))
        let fallback = own.effectiveValue(of: setting.field)
        guard fallback != .null else { continue }
        body[setting.field] = fallback
        let overruled = try request(operation, body)
        #expect(overruled.effectiveValue(of: setting.field).means(fallback))
        #expect(overruled.origin(of: setting.field) == .request)
        body[setting.field] = nil
      }
    }
  }

  /// `decisions` lists what has an effect, its value and who gave it.
  @Test func decisions_AreListedWithTheirOrigin() throws {
    let operation = try #require(Registry.named("losses.ciou"))
    let body = try readJSON(
      #"{"boxes": [[0, 0, 10, 10]], "target_boxes": [[1, 1, 12, 9]], "compat": "mmdetection", "union_eps": 0.5, "decisions": true}"#
    )
    let answer = try operation.answer(body, limits: Limits())
    guard case .rows(let rows)? = answer.fields.first(where: { $0.name == "decisions" })?.value else {
      Issue.record("there are no decisions")
      return
    }
    let texts = rows.map { JSONValue.text(of: $0) }
    #expect(texts.contains { $0.contains(#""field":"union_eps","value":0.5,"origin":"request""#) })
    #expect(texts.contains { $0.contains(#""field":"alpha_gate","value":"iou-above-half","origin":"compat""#) })
    #expect(texts.contains { $0.contains(#""field":"alpha_eps","value":0,"origin":"default""#) })
    // It goes with a normalizer, and there is none.
    #expect(!texts.contains { $0.contains("normalizer_eps") })
  }

  /// A library without the operation is none of its profiles.
  @Test func profiles_OfOtherOperations_AreRefused() throws {
    let operation = try #require(Registry.named("losses.ciou"))
    let body = try readJSON(#"{"boxes": [[0, 0, 1, 1]], "target_boxes": [[0, 0, 1, 1]], "compat": "onnx"}"#)
    let problem = #expect(throws: Problem.self) { try operation.answer(body, limits: Limits()) }
    #expect(problem?.code == .invalidChoice && problem?.issues.first?.pointer == "/compat")
  }

  private func request(_ operation: Operation, _ body: JSONObject) throws -> Request {
    try RequestDecoder.decode(.object(body), operation.declaration, Limits())
  }

  private func parameter(_ field: String, _ declaration: Declaration) -> Parameter? {
    guard let dot = field.firstIndex(of: ".") else { return declaration.parameter(field) }
    guard case .object(let members)? = declaration.parameter(String(field[..<dot]))?.type else { return nil }
    return members.first { $0.name == field[dot...].dropFirst() }
  }
}

extension JSONValue {
  fileprivate static func text(of value: Answer.Value) -> String {
    let buffer = ByteBuffer()
    var writer = JSONWriter(into: buffer)
    writer.value(value)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}
