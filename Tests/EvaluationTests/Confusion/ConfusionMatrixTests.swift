import DetectionCore
import Testing

@testable import Evaluation

@Suite struct ConfusionMatrixTests {
  @Test func matrix_IsUltralyticsOnAllCases() throws {
    let cases = try EvaluationCase.all(with: \.confusion)
    #expect(cases.count > 5)
    for example in cases {
      let expected = try #require(example.expected.confusion)
      var matrix = ConfusionMatrix()
      matrix.scoreThreshold = expected.score_threshold
      matrix.iouThreshold = expected.iou_threshold
      let result = try matrix.evaluate(example.records())
      #expect(result.matrix.elements == expected.matrix.flatMap { $0 }.map(Int64.init), "\(example.name)")
      #expect(result.matrix.shape.extents == [expected.matrix.count, expected.matrix.count])
    }
  }

  /// Every detection above the score stands in one row, every object in one column.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func rowsAndColumns_AddUpToTheRecords(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed, images: 100, objects: 400, detections: 3000)
    let result = try ConfusionMatrix().evaluate(world.records())
    let size = world.categories.count + 1
    let rows = (0..<size - 1).flatMap { row in (0..<size).map { result.matrix[row * size + $0] } }
    let columns = (0..<size).flatMap { row in (0..<size - 1).map { result.matrix[row * size + $0] } }
    #expect(rows.reduce(0, +) == world.detections.count { $0.score > 0.25 })
    #expect(columns.reduce(0, +) == world.objects.count { $0.crowd == 0 })
    #expect(result.matrix[size * size - 1] == 0)
    #expect(try ConfusionMatrix().evaluate(world.records(), work: Work(isParallel: false)).matrix == result.matrix)
  }

  @Test func matrixBeyondTheLimit_IsRefused() throws {
    var matrix = ConfusionMatrix()
    matrix.elementLimit = 24
    let records = try RandomWorld(seed: 1).records()
    #expect(throws: EvaluationError.answerTooLarge(elements: 25, limit: 24)) { try matrix.evaluate(records) }
  }
}
