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
    for request in try ConditionalRequests.all(of: declaration) {
      for parameter in declaration.parameters where ConditionalRequests.hasNoEffect(parameter, request, declaration) {
        var request = request
        request[parameter.name] = parameter.defaultValue
        // As a client sends it: a list of numbers is read as a block.
        let body = try JSONReader.read(ByteBuffer(JSONValue.object(request).text()))
        #expect(throws: Never.self, "\(parameter.name)") {
          try RequestDecoder.decode(body, declaration, Limits())
        }
      }
    }
  }

  @Test(arguments: ids) func valueWithoutEffect_IsRefused(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    for request in try ConditionalRequests.all(of: declaration) {
      for parameter in declaration.parameters where ConditionalRequests.hasNoEffect(parameter, request, declaration) {
        var request = request
        request[parameter.name] = try #require(ConditionalRequests.value(of: parameter), "\(parameter.name)")
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
}
