import DetectionCore
import JSON
import Testing

@testable import Operations
@testable import Service

/// The losses of the IoU family as a client sees them.
@Suite struct BoxOverlapDefinitionTests {
  private let service = Service()

  private static let ids = OverlapKind.allCases.map { "losses.\($0.rawValue)" }

  @Test func family_IsWhole() throws {
    for id in Self.ids { #expect(Registry.named(id) != nil, "\(id)") }
  }

  /// A box without width in a target of 0.25 × 0.25 covers nothing; of a width w it has I = w/4 and U = 1/16.
  @Test(arguments: ids, ["cxcywh", "cycxhw", "xywh", "xyxy"])
  func boxWithoutWidth_HasTheSlopeOfGrowing(_ id: String, _ format: String) throws {
    let (box, target, width) = try #require(Self.flatBoxes[format])
    let reply = service.post(
      "/v1/losses/\(id.dropFirst("losses.".count))",
      #"{"boxes": [\#(box)], "target_boxes": [\#(target)], "format": "\#(format)", "gradients": true}"#)
    #expect(reply.status == 200, "\(reply.detail)")
    let slopes = try #require(reply.json?["gradients"]?["boxes"]?.list?.first?.list).compactMap(\.number)
    // Other penalties pull the same way.
    #expect(slopes[width] <= -4)
    if ["losses.iou", "losses.giou", "losses.diou"].contains(id) && format == "cxcywh" {
      #expect(slopes == [0, 0, -4, 0])
    }
  }

  /// By format: a box, its target, and the column that widens the box.
  private static let flatBoxes: [String: (box: String, target: String, width: Int)] = [
    "cxcywh": ("[0.5, 0.5, 0, 0.25]", "[0.5, 0.5, 0.25, 0.25]", 2),
    "cycxhw": ("[0.5, 0.5, 0.25, 0]", "[0.5, 0.5, 0.25, 0.25]", 3),
    "xywh": ("[0.5, 0.375, 0, 0.25]", "[0.375, 0.375, 0.25, 0.25]", 2),
    "xyxy": ("[0.5, 0.375, 0.5, 0.625]", "[0.375, 0.375, 0.625, 0.625]", 2),
  ]

  /// A point of FCOS whose box has no width: of the object's 5 × 5 pixels each side gains a fifth per pixel.
  @Test(arguments: OverlapKind.measures)
  func fcosBoxWithoutWidth_Grows(_ kind: OverlapKind) throws {
    let reply = service.post(
      "/v1/losses/fcos",
      #"""
      {"class_logits": [[0]], "box_deltas": [[0, 2, 0, 3]], "centerness": [[0]], "image_size": [8, 8],
       "feature_sizes": [[1, 1]], "center_offset": 0.5, "normalized_deltas": false, "box_loss": "\#(kind.rawValue)",
       "target_boxes": [[1, 2, 6, 7]], "target_labels": [0], "gradients": true}
      """#)
    #expect(reply.status == 200, "\(reply.detail)")
    let slopes = try #require(reply.json?["gradients"]?["box_deltas"]?.list?.first?.list).compactMap(\.number)
    #expect(slopes[0] <= -0.19 && slopes[2] <= -0.19)
  }
}
