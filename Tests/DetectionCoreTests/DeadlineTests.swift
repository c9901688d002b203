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
    #expect(
      detectionError {
        let head = try RetinaNetHead(
          classLogits: HeadPyramid(Tensor([1.0], 1, 1)), boxDeltas: HeadPyramid(Tensor([0, 0, 0, 0], 1, 4)),
          anchors: boxes, levels: [0..<1], image: ImageSize(height: 1, width: 1))
        return try DetectionStages<Double>().detect(head, deadline: Self.past)
      } == .deadlineExceeded)
  }

  /// Every method compares all boxes with all, so each must look at the clock itself.
  @Test func suppression_GivesUpInEveryMethod() throws {
    let (boxes, scores) = (try Boxes<Double>([0, 0, 4, 4, 1, 0, 5, 4]), Tensor([0.5, 0.4]))
    for method in Suppression<Double>.Method.allCases {
      let suppression = Suppression<Double>(method)
      #expect(
        detectionError { try suppression.evaluate(boxes, scores: scores, deadline: Self.past) } == .deadlineExceeded,
        "\(method)")
      #expect(throws: Never.self, "\(method)") { try suppression.evaluate(boxes, scores: scores, deadline: .never) }
    }
    #expect(
      detectionError { try ModelFusion().evaluate(boxes, scores: scores, weights: [1], deadline: Self.past) }
        == .deadlineExceeded)
  }

  @Test func rotatedBoxes_GiveUp() throws {
    let boxes = try RotatedBoxes<Double>(try Tensor([0, 0, 4, 4, 0.5], 1, 5))
    #expect(detectionError { try pairwiseIoU(boxes, boxes, deadline: Self.past) } == .deadlineExceeded)
    #expect(
      detectionError { try Suppression().evaluate(boxes, scores: Tensor([1.0]), deadline: Self.past) }
        == .deadlineExceeded)
  }

  @Test func timeLeft_IsNoError() throws {
    let boxes = try Boxes<Double>([0, 0, 1, 1])
    let later = Deadline(ContinuousClock.now + .seconds(3600))
    #expect(try pairwiseIoU(boxes, boxes, deadline: later)[0] == 1)
    #expect(try pairwiseIoU(boxes, boxes, deadline: .never)[0] == 1)
  }
}
