import Testing

@testable import Evaluation

@Suite struct ThresholdSweepTests {
  @Test func bestThresholds_AreThoseOfTheCases() throws {
    let cases = try EvaluationCase.all(with: \.sweep)
    #expect(cases.count > 10)
    for example in cases {
      let expected = try #require(example.expected.sweep)
      var sweep = ThresholdSweep()
      sweep.iouThreshold = expected.iou_threshold
      sweep.maxDetections = expected.max_detections
      let result = try sweep.evaluate(example.records())
      #expect(result.perClass.count == expected.per_class.count)
      for (row, expected) in zip(result.perClass, expected.per_class) {
        #expect(row.id == .integer(expected.category_id) && row.objects == expected.gt, "\(example.name)")
        Self.expectEqual(row.best, expected.best, "\(example.name) \(row.id)")
      }
      Self.expectEqual(result.all, expected.all, "\(example.name) all")
    }
  }

  /// Counting anew at the threshold gives the point's counts: what lies below does not touch what lies above.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func detectionsBelowAThreshold_DoNotMatter(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    var sweep = ThresholdSweep()
    sweep.hasCurves = true
    let whole = try sweep.evaluate(world.records())
    for (number, row) in whole.perClass.enumerated() {
      let curve = try #require(row.curve)
      #expect(curve.thresholds == curve.thresholds.sorted(by: >))
      for (place, threshold) in curve.thresholds.enumerated() where place % 5 == 0 {
        var cut = world
        cut.detections.removeAll { $0.score < threshold }
        let other = try #require(sweep.evaluate(cut.records()).perClass[number].curve)
        #expect(other.truePositives.last == curve.truePositives[place])
        #expect(other.falsePositives.last == curve.falsePositives[place])
      }
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func points_HoldWhatIsAskedFor(_ seed: UInt64) throws {
    var sweep = ThresholdSweep()
    (sweep.targetRecall, sweep.targetPrecision, sweep.hasCurves, sweep.beta) = (0.5, 0.6, true, 2)
    let result = try sweep.evaluate(RandomWorld(seed: seed).records())
    for row in result.perClass {
      let curve = try #require(row.curve)
      let places = curve.thresholds.indices
      let scores = places.map { place in
        let (p, r) = (curve.precision[place], curve.recall[place])
        return p + r == 0 ? 0 : 5 * p * r / (4 * p + r)
      }
      #expect(abs((row.best?.fScore ?? -1) - (scores.max() ?? -1)) <= 1e-12)
      #expect(row.atRecall?.threshold == places.first { curve.recall[$0] >= 0.5 }.map { curve.thresholds[$0] })
      #expect(row.atPrecision?.threshold == places.last { curve.precision[$0] >= 0.6 }.map { curve.thresholds[$0] })
    }
  }

  private static func expectEqual(_ found: OperatingPoint?, _ expected: Expected.Sweep.Best?, _ label: String) {
    #expect((found == nil) == (expected == nil), "\(label)")
    guard let found, let expected else { return }
    #expect(found.threshold == expected.threshold, "\(label)")
    #expect(
      [found.truePositives, found.falsePositives, found.falseNegatives] == [expected.tp, expected.fp, expected.fn],
      "\(label)")
    #expect(abs(found.fScore - expected.f1) <= 1e-12, "\(label)")
    #expect(
      abs(found.precision - expected.precision) <= 1e-12 && abs(found.recall - expected.recall) <= 1e-12, "\(label)")
  }
}
