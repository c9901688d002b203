import Testing

@testable import DetectionCore

@Suite struct ATSSAssignerTests {
  /// Four anchors of 4 × 4 in a row, and a box over the second.
  private static let row: [Double] = [0, 0, 4, 4, 4, 0, 8, 4, 8, 0, 12, 4, 12, 0, 16, 4]

  @Test func smallCase_ByHand() throws {
    // Centres 2, 6, 10, 14 against 6: the three nearest have IoU 0, 1, 0. Mean 1/3, deviation √((1/9 + 4/9 + 1/9)/2) =
    // 1/√3: threshold 0.9107.
    let matches = try ATSSAssigner<Double>(candidates: 3).assign(
      try Boxes(Self.row), levelSizes: [4], targets: try Boxes([4, 0, 8, 4]))
    #expect(matches.labels.elements == [-1, 0, -1, -1])
    #expect(matches.iou.elements == [0, 1, 0, 0])
    #expect(relativeError(matches.thresholds[0], 1 / 3 + (1.0 / 3).squareRoot()) <= 1e-15)
  }

  /// The nearest are looked for in each level by itself.
  @Test func candidates_AreOfEveryLevel() throws {
    let anchors = try Boxes<Double>(Self.row + [0, 0, 8, 4, 8, 0, 16, 4])
    // One of each level: IoU 16/16 and 16/32. Mean 0.75, deviation 0.25·√2 = 0.354: nobody reaches 1.104.
    let matches = try ATSSAssigner<Double>(candidates: 1).assign(
      anchors, levelSizes: [4, 2], targets: try Boxes([4, 0, 8, 4]))
    #expect(relativeError(matches.thresholds[0], 0.75 + 0.25 * 2.0.squareRoot()) <= 1e-15)
    #expect(matches.labels.elements == [-1, -1, -1, -1, -1, -1])
  }

  /// All alike: the deviation is 0, and the mean is their IoU to the bit.
  @Test func equalOverlaps_AllReachTheThreshold() throws {
    let anchors = try Boxes<Double>(Array(repeating: [0, 0, 3, 7], count: 9).flatMap { $0 })
    let matches = try ATSSAssigner<Double>().assign(anchors, levelSizes: [9], targets: try Boxes([0, 0, 5, 7.7]))
    #expect(matches.labels.elements == Array(repeating: 0, count: 9))
  }

  @Test func oneCandidate_HasNoDeviation() throws {
    let matches = try ATSSAssigner<Double>().assign(
      try Boxes([0, 0, 4, 4]), levelSizes: [1], targets: try Boxes([0, 0, 4, 8]))
    #expect(matches.thresholds.elements == [0.5])
    #expect(matches.labels.elements == [0])
  }

  /// A centre on the border, or outside, is not inside.
  @Test func centre_LiesInside() throws {
    let anchors = try Boxes<Double>([0, 0, 4, 4])
    for (target, label) in [([2.0, 0, 9, 4], -1), ([3, 0, 9, 4], -1), ([1.9, 0, 9, 4], 0)] {
      #expect(try ATSSAssigner<Double>().assign(anchors, levelSizes: [1], targets: Boxes(target)).labels[0] == label)
    }
  }

  @Test func severalBoxes_LeaveTheAnchorToTheHighestIoU() throws {
    let anchors = try Boxes<Double>([0, 0, 4, 4])
    let better = try ATSSAssigner<Double>().assign(
      anchors, levelSizes: [1], targets: try Boxes([0, 0, 4, 8, 0, 0, 4, 5, 0, 0, 4, 6]))
    #expect(better.labels.elements == [1])
    #expect(better.iou.elements == [0.8])
    let equal = try ATSSAssigner<Double>().assign(
      anchors, levelSizes: [1], targets: try Boxes([0, 0, 4, 5, 0, 0, 5, 4]))
    #expect(equal.labels.elements == [0])
  }

  @Test func nothing_MatchesNothing() throws {
    let none = try Boxes<Double>([])
    let some = try Boxes<Double>(Self.row)
    let withoutBoxes = try ATSSAssigner<Double>().assign(some, levelSizes: [4], targets: none)
    #expect(withoutBoxes.labels.elements == [-1, -1, -1, -1])
    #expect(withoutBoxes.thresholds.count == 0)
    let withoutAnchors = try ATSSAssigner<Double>().assign(none, levelSizes: [0], targets: some)
    #expect(withoutAnchors.labels.count == 0)
    #expect(withoutAnchors.thresholds.elements == [0, 0, 0, 0])
  }

  @Test(arguments: [[], [3], [5], [2, 3], [4, 1], [-1, 5], [.max, .max]])
  func levelSizes_AddUp(_ sizes: [Int]) throws {
    let boxes = try Boxes<Double>(Self.row)
    #expect(
      detectionError { try ATSSAssigner<Double>().assign(boxes, levelSizes: sizes, targets: boxes) }
        == .conflict(.levelSizes, .levelSizes(anchors: 4)))
  }

  @Test func formats_MustAgree() throws {
    let boxes = try Boxes<Double>(Self.row)
    #expect(
      detectionError {
        try ATSSAssigner<Double>().assign(boxes, levelSizes: [4], targets: boxes.converted(to: .xywh))
      } == .conflict(.targetBoxes, .formats))
  }

  @Test func deadline_IsKept() throws {
    let boxes = try Boxes<Double>(Self.row)
    #expect(
      detectionError {
        try ATSSAssigner<Double>().assign(boxes, levelSizes: [4], targets: boxes, deadline: Deadline(.now))
      } == .deadlineExceeded)
  }
}
