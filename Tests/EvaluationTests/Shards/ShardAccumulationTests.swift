import DetectionCore
import Testing

@testable import Evaluation

@Suite struct ShardAccumulationTests {
  /// However images are spread over shards, and whatever the order of the shards: equal to the bit to one request.
  @Test(arguments: 0..<6 as Range<UInt64>)
  func shards_GiveWhatOneRequestGives(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed, images: 24, objects: 120, detections: 700)
    var parameters = COCOParameters()
    if seed % 2 == 1 { parameters.iouThresholds = Linspace.values(from: 0.1, through: 0.9, count: 20) }
    func name(_ id: Int64) -> RecordID { seed % 3 == 0 ? .text("image \(id)") : .integer(id) }
    let whole = try COCOEvaluation(parameters, arrayLimit: 1 << 24).evaluate(world.records(id: name))
    var shards: [MatchColumns] = []
    for part in 0..<5 {
      var shard = world
      shard.images = world.images.filter { ($0 &+ 1000) % 5 == Int64(4 - part) }
      shard.objects.removeAll { !shard.images.contains($0.image) }
      shard.detections.removeAll { !shard.images.contains($0.image) }
      shards.append(try COCOEvaluation(parameters).match(shard.records(id: name)))
    }
    let result = try ShardAccumulation(parameters, arrayLimit: 1 << 24).accumulate(Self.joined(shards))
    #expect(result.arrays == whole.arrays)
    #expect(result.summary == whole.summary)
    #expect(result.perClass.map(\.numbers) == whole.perClass.map(\.numbers))
    #expect(result.perClass.map(\.detections) == whole.perClass.map(\.detections))
    #expect(result.perClass.map(\.objects) == whole.perClass.map(\.objects))
  }

  @Test func oneShard_IsTheCaseItself() throws {
    for example in try EvaluationCase.all(with: \.stats) where example.name != "medium-a" {
      let records = try example.records()
      let columns = try COCOEvaluation(example.parameters).match(records)
      let result = try ShardAccumulation(example.parameters, arrayLimit: 1 << 24).accumulate(columns)
      let whole = try COCOEvaluation(example.parameters, arrayLimit: 1 << 24).evaluate(records)
      #expect(result.arrays == whole.arrays && result.summary == whole.summary, "\(example.name)")
    }
  }

  @Test func columnsThatDoNotFit_AreErrors() throws {
    let columns = try COCOEvaluation().match(RandomWorld(seed: 1).records())
    var short = columns
    short.matched = Tensor([1])
    #expect(throws: EvaluationError.self) { try ShardAccumulation().accumulate(short) }
    var negative = columns
    negative.objects = Tensor([-1, 0, 0, 0])
    #expect(throws: EvaluationError.self) { try ShardAccumulation().accumulate(negative) }
    var unknown = columns
    unknown.categories = .integers(Tensor([Int64](repeating: 77, count: columns.images.count)))
    #expect(throws: EvaluationError.self) { try ShardAccumulation().accumulate(unknown) }
    var infinite = columns
    infinite.scores = Tensor([Double](repeating: .infinity, count: columns.images.count))
    #expect(throws: EvaluationError.self) { try ShardAccumulation().accumulate(infinite) }
    #expect(try ShardAccumulation().accumulate(columns).summary[0].value > 0)
  }

  private static func joined(_ shards: [MatchColumns]) -> MatchColumns {
    func ids(_ column: (MatchColumns) -> IDColumn) -> IDColumn {
      IDColumn(shards.flatMap { shard in (0..<column(shard).count).compactMap { column(shard).id($0) } })
    }
    func numbers<T>(_ column: (MatchColumns) -> Tensor<T>) -> Tensor<T> {
      Tensor(shards.flatMap { column($0).elements })
    }
    return MatchColumns(
      images: ids(\.images), categories: ids(\.categories), scores: numbers(\.scores), matched: numbers(\.matched),
      ignored: numbers(\.ignored), countedCategories: ids(\.countedCategories),
      objectsByRange: numbers(\.objectsByRange),
      objects: numbers(\.objects), detections: numbers(\.detections))
  }
}
