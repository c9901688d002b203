import DetectionCore
import Testing

@testable import Evaluation

@Suite struct ModelComparisonTests {
  /// Images drawn twice count as two copies of them: COCO's own numbers over records in which they are copied.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func weights_AreCopiesOfImages(_ seed: UInt64) throws {
    var world = RandomWorld(seed: seed)
    // Copies of an image interleave where two of its detections have one score: let none have.
    for row in world.detections.indices { world.detections[row].score += Double(row) / 100_000 }
    let weights = world.images.indices.map { Int32(($0 + Int(seed)) % 4) }
    let records = try world.records()
    let (matches, objects) = try COCOEvaluation().match(records, work: Work())
    let weighted = WeightedImages(records: records, matches: matches, objects: objects, parameters: COCOParameters())
    var pass = weighted.pass()
    let found = COCOEvaluation.summary(weighted.averages(weights, &pass), COCOParameters())
    let expected = try COCOEvaluation().evaluate(Self.copies(world, weights).records()).summary
    for (a, b) in zip(found, expected) { #expect(abs(a.value - b.value) <= 1e-12, "\(a.name)") }
  }

  /// Each image of the world as often as its rank's weight says, copies side by side in the order of ids.
  private static func copies(_ world: RandomWorld, _ weights: [Int32]) -> RandomWorld {
    var copies = world
    (copies.images, copies.objects, copies.detections) = ([], [], [])
    for (rank, image) in world.images.sorted().enumerated() {
      for copy in 0..<weights[rank] {
        let id = (image + 1000) * 10 + Int64(copy)
        copies.images.append(id)
        for var object in world.objects where object.image == image {
          (object.image, object.id) = (id, Int64(copies.objects.count + 1))
          copies.objects.append(object)
        }
        for var detection in world.detections where detection.image == image {
          detection.image = id
          copies.detections.append(detection)
        }
      }
    }
    return copies
  }

  @Test func samples_DependOnTheSeedAlone() throws {
    let (a, b) = (try RandomWorld(seed: 1).records(), try RandomWorld(seed: 1, detections: 150).records())
    var comparison = ModelComparison()
    comparison.samples = 60
    let one = try comparison.compare([a, b], work: Work(isParallel: false))
    let many = try comparison.compare(a, b)
    #expect(one.summary == many.summary)
    #expect(one.perClass.map(\.averagePrecision) == many.perClass.map(\.averagePrecision))
    comparison.seed = 1
    #expect(try comparison.compare(a, b).summary != many.summary)
  }

  /// The numbers are COCO's own, a model does not differ from itself, and an interval holds its number.
  @Test func sameModel_DoesNotDiffer() throws {
    let records = try RandomWorld(seed: 2).records()
    var comparison = ModelComparison()
    comparison.samples = 200
    let result = try comparison.compare(records, records)
    let summary = try COCOEvaluation().evaluate(records).summary
    for (compared, number) in zip(result.summary, summary) {
      #expect(compared.name == number.name && compared.a == number.value && compared.b == number.value)
      #expect(
        compared.difference == 0 && compared.differenceInterval?.low == 0 && compared.differenceInterval?.high == 0)
      let interval = try #require(compared.aInterval)
      #expect(interval.low < compared.a && compared.a < interval.high)
      #expect(compared.aInterval == compared.bInterval)
    }
    let alone = try comparison.intervals(records)
    #expect(alone.summary.map(\.aInterval) == result.summary.map(\.aInterval))
    #expect(alone.summary.allSatisfy { $0.b == nil && $0.difference == nil })
  }

  /// numpy.percentile([1, 2, 4, 8], [10, 90]) is [1.3, 6.8].
  @Test func interval_InterpolatesAsNumpyDoes() throws {
    let interval = try #require(ComparedNumber.Interval([8, 1, 4, 2], confidence: 0.8))
    #expect(abs(interval.low - 1.3) <= 1e-12 && abs(interval.high - 6.8) <= 1e-12)
  }

  @Test func samplesBeyondReason_AreRefused() throws {
    let records = try RandomWorld(seed: 3).records()
    var comparison = ModelComparison()
    comparison.samples = 0
    #expect(throws: EvaluationError.self) { try comparison.intervals(records) }
    comparison.samples = 100
    comparison.elementLimit = 1000
    #expect(throws: EvaluationError.self) { try comparison.intervals(records) }
  }
}
