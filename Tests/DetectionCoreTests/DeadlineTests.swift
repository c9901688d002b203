import DetectionCore
import Testing

@Suite struct DeadlineTests {
  private static let past = Deadline(ContinuousClock.now - .seconds(1))

  @Test func longWork_GivesUp() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    let one = Tensor([1.0])
    #expect(detectionError { try pairwiseIoU(boxes, boxes, deadline: Self.past) } == .deadlineExceeded)
    #expect(
      detectionError { try Suppression().evaluate(boxes, scores: one, deadline: Self.past) }
        == .deadlineExceeded)
    #expect(
      detectionError { try AnchorMatcher().match(boxes, targets: boxes, deadline: Self.past) } == .deadlineExceeded)
    let decoder = RetinaNetDecoder<Double>()
    #expect(
      detectionError {
        try decoder.detections(
          classLogits: try Tensor([1], 1, 1), boxDeltas: try Tensor([0, 0, 0, 0], 1, 4), anchors: boxes,
          levels: [PyramidLevel(anchors: 0..<1)], image: ImageSize(height: 1, width: 1), deadline: Self.past)
      } == .deadlineExceeded)
  }

  @Test func timeLeft_IsNoError() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    let later = Deadline(ContinuousClock.now + .seconds(3600))
    #expect(try pairwiseIoU(boxes, boxes, deadline: later)[0] == 1)
    #expect(try pairwiseIoU(boxes, boxes, deadline: .never)[0] == 1)
  }
}
