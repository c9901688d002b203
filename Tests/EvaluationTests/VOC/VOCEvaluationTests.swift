import Testing

@testable import Evaluation

@Suite struct VOCEvaluationTests {
  @Test func averagePrecision_IsThatOfTheCases() throws {
    var compared = 0
    for example in try EvaluationCase.all(with: \.voc) {
      let records = try example.records()
      for expected in example.expected.voc ?? [] {
        var evaluation = VOCEvaluation()
        evaluation.iouThreshold = expected.iou_threshold
        evaluation.isStrict = expected.strict
        evaluation.pixelOffset = expected.pixel_offset
        let all = try evaluation.evaluate(records)
        evaluation.interpolation = .elevenPoints
        let eleven = try evaluation.evaluate(records)
        #expect(abs(all.meanAveragePrecision - expected.map_all) <= 1e-12, "\(example.name)")
        #expect(abs(eleven.meanAveragePrecision - expected.map_11) <= 1e-12, "\(example.name)")
        #expect(all.perClass.count == expected.per_class.count)
        for (row, other) in zip(all.perClass, eleven.perClass) {
          let number = try #require(expected.per_class[row.id.description])
          #expect(row.objects == number.gt, "\(example.name)")
          #expect(abs(row.averagePrecision - number.ap_all) <= 1e-12, "\(example.name) \(row.id)")
          #expect(abs(other.averagePrecision - number.ap_11) <= 1e-12, "\(example.name) \(row.id)")
          compared += 1
        }
      }
    }
    #expect(compared > 50)
  }

  /// A second detection of a taken object is false, though another object would be free: COCO would take it.
  @Test func takenObject_MakesAFalseDetection() throws {
    var world = RandomWorld(seed: 1, categories: 1, objects: 0, detections: 0)
    for (id, x) in [0.0, 5].enumerated() {
      world.objects.append(
        .init(id: Int64(id), image: world.images[0], category: 3, box: [x, 0, 100, 100], crowd: 0, ignore: 0))
      world.detections.append(
        .init(image: world.images[0], category: 3, box: [0, 0, 100, 100], score: 0.9 - Double(id) / 10))
    }
    let result = try VOCEvaluation().evaluate(world.records())
    // One of two objects is found, at precision 1: the area under the curve is ½.
    #expect(result.meanAveragePrecision == 0.5)
    #expect(try COCOEvaluation().evaluate(world.records()).summary[1].value > 0.99)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func threads_ChangeNoBit(_ seed: UInt64) throws {
    let records = try RandomWorld(seed: seed, objects: 300, detections: 20_000).records()
    let one = try VOCEvaluation().evaluate(records, work: Work(isParallel: false))
    #expect(try VOCEvaluation().evaluate(records).perClass == one.perClass)
  }
}
