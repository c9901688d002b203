import Testing

@testable import Evaluation

@Suite struct TIDEAnalysisTests {
  @Test func numbers_AreThoseOfTheCases() throws {
    let cases = try EvaluationCase.all(with: \.tide)
    #expect(cases.count > 5)
    for example in cases {
      let expected = try #require(example.expected.tide)
      var analysis = TIDEAnalysis()
      analysis.posThreshold = expected.pos_threshold
      analysis.bgThreshold = expected.bg_threshold
      let result = try analysis.evaluate(example.records())
      #expect(abs(result.averagePrecision - expected.ap) <= 1e-10, "\(example.name): \(result.averagePrecision)")
      for (kind, value) in result.deltas {
        let number = try #require(expected.delta_ap[kind.rawValue])
        #expect(abs(value - number) <= 1e-10, "\(example.name) \(kind): \(value), not \(number)")
      }
      #expect(abs(result.falsePositives - (expected.delta_ap["FalsePos"] ?? .nan)) <= 1e-10, "\(example.name)")
      #expect(abs(result.falseNegatives - (expected.delta_ap["FalseNeg"] ?? .nan)) <= 1e-10, "\(example.name)")
      for (kind, count) in result.counts { #expect(count == expected.counts[kind.rawValue], "\(example.name) \(kind)") }
    }
  }

  @Test func perfectDetector_HasNoErrors() throws {
    var world = RandomWorld(seed: 4)
    world.objects.removeAll { $0.box[2] * $0.box[3] == 0 || $0.crowd != 0 }
    world.detections = world.objects.map { .init(image: $0.image, category: $0.category, box: $0.box, score: 0.5) }
    let result = try TIDEAnalysis().evaluate(world.records())
    #expect(abs(result.averagePrecision - 100) <= 1e-10)
    #expect(result.counts.allSatisfy { $0.value == 0 } && result.deltas.allSatisfy { $0.value == 0 })
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func threads_ChangeNoBit(_ seed: UInt64) throws {
    let records = try RandomWorld(seed: seed, images: 200, objects: 900, detections: 4000).records()
    let (one, many) = (
      try TIDEAnalysis().evaluate(records, work: Work(isParallel: false)), try TIDEAnalysis().evaluate(records)
    )
    #expect(one.averagePrecision == many.averagePrecision)
    #expect(one.deltas.map(\.value) == many.deltas.map(\.value))
    #expect(one.counts.map(\.value) == many.counts.map(\.value))
  }

  /// Without anything to measure, or with nothing but detections, the numbers are 0, not a quotient of nothing.
  @Test func emptyRecords_GiveZero() throws {
    let empty = try TIDEAnalysis().evaluate(RandomWorld(seed: 1, objects: 0, detections: 0).records())
    #expect(empty.averagePrecision == 0 && empty.deltas.allSatisfy { $0.value == 0 })
    let only = try TIDEAnalysis().evaluate(RandomWorld(seed: 1, objects: 0, detections: 9).records())
    #expect(only.averagePrecision == 0 && only.counts.first { $0.kind == .background }?.value == 9)
  }
}
