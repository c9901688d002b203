import Testing

@testable import DetectionCore

@Suite struct IgnoredRegionsTests {
  private static func marked(
    _ boxes: [Double], _ regions: [Double], threshold: Double = 0.5, labels: [Int]? = nil, _ format: BoxFormat = .xyxy
  ) throws -> [Int] {
    let regions = try IgnoredRegions<Double>(
      boxes: Boxes(regions).converted(to: format), imageCount: 1, threshold: threshold)
    return try regions.marking(
      Tensor(labels ?? Array(repeating: -1, count: boxes.count / 4)), of: Boxes(boxes).converted(to: format)
    ).elements
  }

  @Test func share_IsOfTheRowsOwnArea() throws {
    // Half covered exactly, a little more, inside of the region, and around it: 4/100 of it.
    let boxes: [Double] = [0, 0, 4, 2, 0.5, 0, 4, 2, 2, 0, 3, 1, -4, -4, 6, 6]
    for format in BoxFormat.allCases {
      #expect(try Self.marked(boxes, [2, 0, 4, 2], format) == [-1, -2, -2, -1])
    }
    #expect(try Self.marked(boxes, [2, 0, 4, 2], threshold: 0.03) == [-2, -2, -2, -2])
  }

  @Test func matchedRows_AreIgnoredToo() throws {
    #expect(try Self.marked([0, 0, 4, 2, 9, 9, 10, 10], [0, 0, 5, 5], labels: [3, 1]) == [-2, 1])
  }

  @Test func rowsWithoutArea_AreWhereTheyAre() throws {
    let points: [Double] = [1, 1, 1, 1, 9, 9, 9, 9, 0, 1, 4, 1]
    #expect(try Self.marked(points, [0, 0, 3, 3]) == [-2, -1, -2])
  }

  @Test func regionsOfOtherImages_CoverNothing() throws {
    let regions = try IgnoredRegions<Double>(
      boxes: Boxes([0, 0, 5, 5]), imageIndices: Tensor([1]), imageCount: 2)
    var labels = [-1]
    try regions.mark(&labels, Boxes([0, 0, 2, 2]), image: 0, .never)
    #expect(labels == [-1])
    try regions.mark(&labels, Boxes([0, 0, 2, 2]), image: 1, .never)
    #expect(labels == [-2])
    let error = detectionError {
      try IgnoredRegions<Double>(boxes: Boxes([0, 0, 5, 5]), imageIndices: Tensor([2]), imageCount: 2)
    }
    #expect(error == .number(.ignoredImageIndices, .objectImage(0..<2), position: 0, value: 2))
  }

  /// An anchor in a crowd has no part in RetinaNet's loss, matched or not.
  @Test func retinaNet_PassesOver() throws {
    let anchors: [[Double]] = [[0, 0, 10, 10], [30, 30, 40, 40], [60, 60, 70, 70]]
    let crowd = try IgnoredRegions<Double>(boxes: Boxes([0, 0, 45, 45]), imageCount: 1)
    let truth = try GroundTruth<Double>(
      boxes: Boxes([0, 0, 10, 10]), labels: Tensor([0]), imageCount: 1, classes: 0..<1, ignored: crowd)
    let loss = try RetinaNetLoss<Double>().evaluate(
      classLogits: Tensor([1, 2, 3], 1, 3, 1), boxDeltas: Tensor(Array(repeating: 0.5, count: 12), 1, 3, 4),
      anchors: Boxes(rows: anchors), truth: truth, gradients: true)
    #expect(loss.matches.positives == [0] && loss.matches.ignored == [2])
    #expect(loss.slopes("class_logits")[0] == 0 && loss.slopes("class_logits")[1] == 0)
    #expect(loss.slopes("class_logits")[2] > 0 && loss.unweighted("bbox_regression") == 0)
  }

  /// SSD mines no background there.
  @Test func ssd_MinesElsewhere() throws {
    let anchors: [[Double]] = [[0, 0, 10, 10], [30, 30, 40, 40], [60, 60, 70, 70]]
    let crowd = try IgnoredRegions<Double>(boxes: Boxes([25, 25, 45, 45]), imageCount: 1)
    let truth = try GroundTruth<Double>(
      boxes: Boxes([0, 0, 10, 10]), labels: Tensor([1]), imageCount: 1, classes: 1..<2, ignored: crowd)
    let loss = try SSDLoss<Double>(negativesPerPositive: 2).evaluate(
      classLogits: Tensor([0, 1, -9, 9, 2, 0], 1, 3, 2), boxDeltas: Tensor(Array(repeating: 0, count: 12), 1, 3, 4),
      anchors: Boxes(rows: anchors), truth: truth, gradients: true)
    #expect(loss.matches.positives == [1] && loss.matches.ignored == [1])
    let slopes = loss.slopes("class_logits")
    #expect(slopes[2] == 0 && slopes[3] == 0 && slopes[4] != 0)
  }
}
