import DetectionCore
import JSON
import Testing

@testable import Operations
@testable import Service

/// The object `suppression` and its shorthand.
@Suite struct SuppressionFieldsTests {
  private let service = Service()

  private func reply(_ fields: String) -> Reply {
    service.post(
      "/v1/boxes/nms",
      #"{"boxes": [[0,0,10,10], [0,0,10,8], [20,20,30,30]], "scores": [0.9, 0.8, 0.7], "labels": [0, 1, 0], \#(fields)}"#
    )
  }

  /// A member that a method does not use is refused, except at its default; of each method and member.
  @Test(arguments: SuppressionMembers.Method.allCases) func member_WithoutEffect_IsRefused(
    method: SuppressionMembers.Method
  ) {
    let members = SuppressionMembers.shared.requestFields.compactMap { field in
      if case .parameter(let parameter) = field, !parameter.conditions.isEmpty { parameter } else { nil }
    }
    let others = [
      "iou_threshold": "0.25", "metric": "\"ios\"", "comparator": "\">=\"", "kernel": "\"linear\"", "sigma": "0.75",
      "sigma_convention": "\"tensorflow\"", "score_threshold": "0.1", "score": "\"max\"",
    ]
    #expect(members.map(\.name) == members.map(\.name).filter { others[$0] != nil } && members.count == others.count)
    for member in members {
      let isUsed =
        member.conditions == [.choice("method", [method.rawValue])]
        || member.conditions.contains {
          if case .choice(_, let names) = $0 { names.contains(method.rawValue) } else { false }
        }
      let object = { (value: String) in
        #""suppression": {"method": "\#(method.rawValue)", "\#(member.name)": \#(value)}"#
      }
      let changed = reply(object(others[member.name] ?? ""))
      #expect(isUsed ? changed.status == 200 : changed.code == "conflicting_fields", "\(member.name)")
      if !isUsed {
        #expect(changed.pointer == "/suppression/\(member.name)" && changed.detail.contains("goes with method"))
      }
      #expect(reply(object(member.defaultValue.text())).status == 200, "\(member.name)")
    }
  }

  @Test func threshold_OfTheOperation_GoesWithMethodsThatHaveOne() {
    let matrix = reply(#""suppression": {"method": "matrix"}, "iou_threshold": 0.6"#)
    #expect(matrix.pointer == "/iou_threshold" && matrix.detail.contains("not with \"matrix\""), "\(matrix.detail)")
    #expect(reply(#""suppression": {"method": "matrix"}, "iou_threshold": 0.5"#).status == 200)
  }

  /// Clients that send every default do not contradict the object.
  @Test func shorthand_AtItsDefault_SaysNothing() {
    let own = reply(#""suppression": {"iou_threshold": 0.9, "class_agnostic": true}"#)
    let both = reply(
      #""suppression": {"iou_threshold": 0.9, "class_agnostic": true}, "iou_threshold": 0.5, "class_agnostic": false"#)
    #expect(own.status == 200 && both.text == own.text)
  }

  @Test func object_OverrulesNothing_ButAddsToTheShorthand() {
    let short = reply(#""iou_threshold": 0.9, "class_agnostic": true"#)
    let mixed = reply(#""suppression": {"class_agnostic": true}, "iou_threshold": 0.9"#)
    #expect(short.json?["indices"] == mixed.json?["indices"])
  }
}
