import DetectionCore
import Testing

@testable import Evaluation

/// What must hold of any records, tried on random ones.
@Suite struct COCOPropertyTests {
  private static let evaluation = COCOEvaluation(arrayLimit: 1 << 24, matchThreshold: 0.5)

  /// File order of images and categories, and of objects of different images, has no effect.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func fileOrderOfImagesAndCategories_ChangesNothing(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    var other = world
    other.images.reverse()
    other.categories.reverse()
    // Rows of one image stay in their order; the images' rows move.
    other.detections.sort { $0.image > $1.image }
    other.objects.sort { $0.image > $1.image }
    try Self.expectEqual(world.records(), other.records())
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func threads_ChangeNoBit(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed, images: 40, objects: 900, detections: 12_000)
    let single = Work(isParallel: false)
    let one = try Self.evaluation.evaluate(world.records(work: single), work: single)
    let many = try Self.evaluation.evaluate(world.records(), work: Work())
    #expect(one.arrays == many.arrays)
    #expect(one.summary == many.summary)
    #expect(one.perClass == many.perClass)
  }

  /// Texts of one length sort as their numbers do, so nothing may differ.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func stringIDs_GiveWhatIntegersGive(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    try Self.expectEqual(world.records(), world.records { .text("image \(2000 + $0)") })
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func perfectDetector_HasPrecisionOne(_ seed: UInt64) throws {
    var world = RandomWorld(seed: seed, categories: 2, objects: 80)
    world.objects.removeAll { $0.box[2] * $0.box[3] == 0 }
    for index in world.objects.indices { world.objects[index].crowd = 0 }
    world.detections = world.objects.enumerated().map { index, object in
      RandomWorld.Detection(
        image: object.image, category: object.category, box: object.box, score: 1 - Double(index) / 1000)
    }
    let summary = try Self.evaluation.evaluate(world.records()).summary
    for number in summary where number.name.hasPrefix("AP") || number.name == "AR100" {
      #expect(abs(number.value - 1) <= 1e-12 || number.value == -1, "\(number.name) is \(number.value)")
    }
    #expect(summary[0].value > 0)
  }

  /// A threshold of its own is matched as it is among others, also beyond the sixteen that are matched at a time.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func thresholds_DoNotTouchEachOther(_ seed: UInt64) throws {
    let records = try RandomWorld(seed: seed).records()
    var parameters = COCOParameters()
    parameters.iouThresholds = Linspace.values(from: 0, through: 1, count: 37)
    let all = try #require(COCOEvaluation(parameters, arrayLimit: 1 << 24).evaluate(records).arrays)
    for (place, threshold) in parameters.iouThresholds.enumerated() {
      var alone = parameters
      alone.iouThresholds = [threshold]
      let one = try #require(COCOEvaluation(alone, arrayLimit: 1 << 24).evaluate(records).arrays)
      #expect(one.precision.elements == all.precision.row(place).elements)
      #expect(one.recall.elements == all.recall.row(place).elements)
    }
  }

  /// A range as a fraction of an image of 400 × 400 pixels is the range in pixels.
  @Test func fractionsOfTheImage_AreTheirPixels() throws {
    let records = try RandomWorld(seed: 3).records()
    var (pixels, fractions) = (COCOParameters(), COCOParameters())
    pixels.areaRanges = [AreaRange("all", 0, 1e10), AreaRange("tiny", 0, 1600)]
    fractions.areaRanges = [AreaRange("all", 0, 1e10), AreaRange("tiny", 0, 0.01, unit: .imageFraction)]
    let (a, b) = (
      try COCOEvaluation(pixels, arrayLimit: 1 << 24).evaluate(records),
      try COCOEvaluation(fractions, arrayLimit: 1 << 24).evaluate(records)
    )
    #expect(a.arrays == b.arrays)
    #expect(a.summary.map(\.name).contains("AP_tiny"))
  }

  /// Image by image, the true, false and missed of area `all` add up to recall and to the number of objects.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func imageByImage_AddsUpToRecall(_ seed: UInt64) throws {
    var parameters = COCOParameters()
    parameters.iouThresholds = [0.5]
    parameters.areaRanges = [AreaRange("all", -1e300, 1e300)]
    let result = try COCOEvaluation(parameters, matchThreshold: 0.5).evaluate(RandomWorld(seed: seed).records())
    let cells = try #require(result.perImage).cells
    for row in result.perClass {
      let cells = cells.filter { $0.category == row.id }
      let found = cells.reduce(0) { $0 + $1.truePositives }
      #expect(found + cells.reduce(0) { $0 + $1.falseNegatives } == row.objects)
      #expect(row.numbers.last?.value == (row.objects == 0 ? -1 : Double(found) / Double(row.objects)))
      #expect(cells.reduce(0) { $0 + $1.detections.count } == row.detections)
    }
    #expect(cells.contains { $0.truePositives > 0 } && cells.contains { $0.falsePositives > 0 })
  }

  private static func expectEqual(
    _ left: @autoclosure () throws -> Records, _ right: @autoclosure () throws -> Records
  ) throws {
    let (a, b) = (try evaluation.evaluate(left()), try evaluation.evaluate(right()))
    #expect(a.arrays == b.arrays)
    #expect(a.summary == b.summary)
    #expect(a.summary[0].value > 0)
  }
}
