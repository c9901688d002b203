import Testing

@testable import DetectionCore

@Suite struct GroundTruthTests {
  @Test func objects_AreThoseOfTheImageInOrder() throws {
    let boxes = (0..<5).map { [Double($0), 0, Double($0) + 1, 1] }
    let truth = try GroundTruth<Double>(
      zip(boxes, [2, 0, 2, 1, 0]).map { (box: $0, label: 0, image: $1) }, imageCount: 4, classes: 1)
    #expect((0..<4).map { truth.objects(of: $0).rows } == [[1, 4], [3], [0, 2], []])
    #expect(truth.objects(of: 2).boxes.numbers == boxes[0] + boxes[2])
  }

  @Test func withoutIndices_AllAreInImageZero() throws {
    let truth = try GroundTruth<Double>(
      boxes: Boxes([0, 0, 1, 1, 0, 0, 2, 2]), labels: Tensor([0, 1]), imageCount: 1, classes: 0..<2)
    #expect(truth.objects(of: 0).rows == [0, 1])
  }

  @Test func whatIsWrong_IsNamed() throws {
    func error(_ labels: [Int], _ images: [Int], _ box: [Double] = [0, 0, 1, 1], imageCount: Int = 2)
      -> DetectionError?
    {
      detectionError {
        try GroundTruth<Double>(
          boxes: Boxes(box), labels: Tensor(labels), imageIndices: Tensor(images), imageCount: imageCount,
          classes: 1..<4)
      }
    }
    #expect(
      error([0], [0])
        == .number(.targetLabels, .objectClass(1..<4), position: 0, value: 0))
    #expect(
      error([1], [2])
        == .number(.targetImageIndices, .objectImage(0..<2), position: 0, value: 2))
    #expect(
      error([1], [-1])
        == .number(.targetImageIndices, .objectImage(0..<2), position: 0, value: -1))
    #expect(
      error([1], [0], imageCount: 0)
        == .number(.targetImageIndices, .objectImage(0..<0), position: 0, value: 0))
    #expect(
      error([1, 1], [0])
        == .shape(.targetLabels, .toFit(.targetBoxes, Shape(vector: 1)), found: Shape(vector: 2)))
    #expect(
      error([1], [0], [0, 0, 1, 0])
        == .number(.targetBoxes, .positiveBox, position: 0, value: 0))
  }
}
