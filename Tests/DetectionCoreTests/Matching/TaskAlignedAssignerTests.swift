import Testing

@testable import DetectionCore

@Suite struct TaskAlignedAssignerTests {
  /// Points at 1, 3, 5 and 9 on a line; a box over the first three.
  private static let points: [Double] = [1, 1, 1, 1, 3, 1, 3, 1, 5, 1, 5, 1, 9, 1, 9, 1]
  private static let target: [Double] = [0, 0, 6, 2]

  private static func assign(
    _ assigner: TaskAlignedAssigner<Double>, _ boxes: [Double], _ scores: [Double], _ targets: [Double] = target,
    labels: [Int] = [0], classes: Int = 1, deadline: Deadline = .never
  ) throws -> TaskAlignedAssigner<Double>.Matches {
    try assigner.assign(
      anchors: try Boxes(points), boxes: try Boxes(boxes), scores: try Tensor(scores, 4, classes),
      targets: try Boxes(targets), targetLabels: Tensor(labels), deadline: deadline)
  }

  /// IoU of 6, 3, 2 and 6 of 6 columns: 1, 1/2, 1/3, 1.
  private static let boxes: [Double] = [0, 0, 6, 2, 0, 0, 3, 2, 2, 0, 4, 2, 0, 0, 6, 2]

  @Test func smallCase_ByHand() throws {
    // t = s u: 0.25, 0.4, 0.1; the fourth point lies outside. Two candidates: the second and the first. max t = 0.4,
    // max u = 1: scores 0.25/0.4 and 1.
    let assigner = TaskAlignedAssigner<Double>(alpha: 1, beta: 1, candidates: 2, overlap: .iou)
    let matches = try Self.assign(assigner, Self.boxes, [0.25, 0.8, 0.3, 1])
    #expect(matches.labels.elements == [0, 0, -1, -1])
    #expect(matches.overlaps.elements == [1, 0.5, 0, 0])
    #expect(matches.scores.elements == [0.625, 1, 0, 0])
  }

  @Test func defaults_AreYOLOv8s() throws {
    let assigner = TaskAlignedAssigner<Double>()
    #expect(assigner.alpha == 0.5 && assigner.beta == 6 && assigner.candidates == 10 && assigner.overlap == .ciou)
    // t = √s u⁶ with u the CIoU. The first box is the target itself: t = √0.25.
    let matches = try Self.assign(assigner, Self.boxes, [0.25, 0.8, 0.3, 1])
    #expect(matches.labels.elements == [0, 0, 0, -1])
    let u = matches.overlaps.elements
    #expect(u[0] == 1)
    for (row, score) in [(1, 0.8), (2, 0.3)] {
      #expect(u[row] > 0 && u[row] < [1, 1.0 / 2, 1.0 / 3][row])
      let t = score.squareRoot() * u[row] * u[row] * u[row] * u[row] * u[row] * u[row]
      #expect(relativeError(matches.scores[row], t / 0.5) <= 1e-14)
    }
  }

  /// The score of a box's own class decides.
  @Test func score_IsOfTheTargetsClass() throws {
    let assigner = TaskAlignedAssigner<Double>(alpha: 1, beta: 1, candidates: 1, overlap: .iou)
    let scores: [Double] = [0.9, 0.1, 0.1, 0.9, 0.1, 0.1, 0.1, 0.1]
    let first = try Self.assign(assigner, Self.boxes, scores, labels: [0], classes: 2)
    #expect(first.labels.elements == [0, -1, -1, -1])
    let second = try Self.assign(assigner, Self.boxes, scores, labels: [1], classes: 2)
    #expect(second.labels.elements == [-1, 0, -1, -1])
  }

  /// Where the alignment is 0, nothing is chosen, however few there are. Equal alignments prefer the lower index.
  @Test func noAlignment_IsNotChosen() throws {
    let assigner = TaskAlignedAssigner<Double>(overlap: .iou)
    let apart: [Double] = [20, 20, 21, 21, 0, 0, 3, 2, 2, 0, 4, 2, 0, 0, 6, 2]
    #expect(try Self.assign(assigner, apart, [1, 0, 0.5, 1]).labels.elements == [-1, -1, 0, -1])
    let equal = TaskAlignedAssigner<Double>(candidates: 2, overlap: .iou)
    let same = Array(repeating: Self.target, count: 4).flatMap { $0 }
    #expect(try Self.assign(equal, same, [0.5, 0.5, 0.5, 0.5]).labels.elements == [0, 0, -1, -1])
  }

  /// Two boxes chose the first two points: each prediction goes to the box that it overlaps more.
  @Test func severalBoxes_LeaveTheAnchorToTheHighestOverlap() throws {
    let assigner = TaskAlignedAssigner<Double>(overlap: .iou)
    let matches = try Self.assign(
      assigner, [0, 0, 6, 2, 0, 0, 3, 2, 2, 0, 4, 2, 0, 0, 6, 2], [0.5, 0.5, 0.5, 0.5], Self.target + [0, 0, 4, 2],
      labels: [0, 0])
    // Point 1 (prediction 0...6): IoU 1 and 4/6. Point 3 (0...3): 1/2 and 3/4. Point 5 lies in the first box alone.
    #expect(matches.labels.elements == [0, 1, 0, -1])
    #expect(matches.overlaps.elements == [1, 0.75, 2.0 / 6, 0])
    // The best anchor of a box is trained on the box's best overlap.
    #expect(matches.scores[0] == 1 && matches.scores[1] == 0.75)
  }

  @Test func nothing_MatchesNothing() throws {
    let matches = try Self.assign(TaskAlignedAssigner(), Self.boxes, [1, 1, 1, 1], [], labels: [])
    #expect(matches.labels.elements == [-1, -1, -1, -1])
    #expect(matches.scores.elements == [0, 0, 0, 0])
    let none = try TaskAlignedAssigner<Double>().assign(
      anchors: try Boxes([]), boxes: try Boxes([]), scores: try Tensor([], 0, 0), targets: try Boxes(Self.target),
      targetLabels: Tensor([0]))
    #expect(none.labels.count == 0)
  }

  @Test func inputs_MustFit() throws {
    let assigner = TaskAlignedAssigner<Double>()
    #expect(
      detectionError { try Self.assign(assigner, Self.boxes, [1, 1, 1, 1], labels: [1]) }
        == .number(.targetLabels, .classIndex(0..<1), position: 0, value: 1))
    #expect(
      detectionError { try Self.assign(assigner, Self.boxes, [1, 1.5, 1, 1]) }
        == .number(.scores, .score, position: 1, value: 1.5))
    #expect(
      detectionError { try Self.assign(assigner, Self.boxes, [1, 1, 1, 1], labels: [0, 0]) }
        == .shape(.targetLabels, .toFit(.targetBoxes, Shape(vector: 1)), found: Shape(vector: 2)))
    #expect(
      detectionError { try Self.assign(assigner, Self.target, [1, 1, 1, 1]) }
        == .shape(.boxes, .toFit(.anchors, Shape(boxes: 4)), found: Shape(boxes: 1)))
    #expect(
      detectionError { try Self.assign(assigner, Self.boxes, [1, 1, 1, 1], deadline: Deadline(.now)) }
        == .deadlineExceeded)
  }

  /// Any number of candidates takes at most what there is.
  @Test func manyCandidates_AreAllThereAre() throws {
    let matches = try Self.assign(TaskAlignedAssigner(candidates: .max), Self.boxes, [1, 1, 1, 1])
    #expect(matches.labels.elements == [0, 0, 0, -1])
  }
}
