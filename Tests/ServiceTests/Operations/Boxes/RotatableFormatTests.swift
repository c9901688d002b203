import DetectionCore
import JSON
import Testing

@testable import Operations
@testable import Service

/// Boxes of five numbers: centre, size, angle.
@Suite struct RotatableFormatTests {
  private let service = Service()

  @Test func iou_OfRotatedBoxes_IsAnswered() {
    let same = #"{"boxes": [[0,0,4,2,0.1]], "target_boxes": [[0,0,4,2,0.1]], "format": "cxcywhr"}"#
    #expect(service.post("/v1/boxes/iou", same).text == #"{"iou":[[1]]}\#n"#)
    // A quarter turn of 4 × 2: the middle square of 2 × 2 is shared, 4 / (8 + 8 − 4).
    let turned =
      #"{"boxes": [[0,0,4,2,0]], "target_boxes": [[0,0,4,2,1.5707963267948966]], "format": "cxcywhr"}"#
    let iou = service.post("/v1/boxes/iou", turned).json?["iou"]?.list?.first?.numberList?.first ?? 0
    #expect(abs(iou - 1.0 / 3) < 1e-15)
  }

  @Test func nms_OfRotatedBoxes_IsAnswered() {
    let body =
      #"{"boxes": [[0,0,4,2,0.1], [0,0,4,2,0.15], [9,9,4,2,0.1]], "scores": [0.5, 0.9, 0.1], "format": "cxcywhr"}"#
    #expect(service.post("/v1/boxes/nms", body).json?["indices"] == .numbers([1, 2]))
  }

  @Test func rotatedBoxes_MayBeNone() {
    let iou = service.post("/v1/boxes/iou", #"{"boxes": [], "target_boxes": [], "format": "cxcywhr"}"#)
    #expect(iou.text == #"{"iou":[]}\#n"#)
    let nms = service.post("/v1/boxes/nms", #"{"boxes": [], "scores": [], "format": "cxcywhr"}"#)
    #expect(nms.status == 200 && nms.json?["indices"] == .array([]))
  }

  @Test(arguments: [("xyxy", "[[0,0,4,2,0.1]]"), ("cxcywhr", "[[0,0,4,2]]")])
  func boxes_OfTheOtherWidth_AreRefused(format: String, boxes: String) {
    let body = #"{"boxes": \#(boxes), "target_boxes": \#(boxes), "format": "\#(format)"}"#
    let reply = service.post("/v1/boxes/iou", body)
    #expect(reply.code == "shape_mismatch" && reply.pointer == "/boxes", "\(reply.text)")
  }

  @Test func boxes_OfSixNumbers_AreRefused() {
    let reply = service.post("/v1/boxes/iou", #"{"boxes": [[0,0,4,2,0,0]], "target_boxes": [[0,0,1,1]]}"#)
    #expect(reply.code == "shape_mismatch" && reply.detail.contains("(N, 4) or (N, 5), found (1, 6)"))
  }
}

extension JSONValue {
  fileprivate static func numbers(_ elements: [Double]) -> JSONValue { .numbers(Tensor(elements)) }
}
