import DetectionCore
import Testing

@testable import Evaluation

@Suite struct ImageSliceTests {
  /// A slice has the numbers of records that hold its images alone.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func slice_IsTheEvaluationOfItsImages(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    var groundTruth = try world.records().groundTruth
    groundTruth.images.attribute = world.images.indices.map { $0 % 3 == 0 ? nil : $0 % 3 == 1 ? "night" : "day" }
    var evaluation = COCOEvaluation()
    evaluation.slicesByAttribute = true
    let records = try Records(groundTruth: groundTruth, detections: world.records().detections)
    let slices = try evaluation.evaluate(records).slices
    #expect(slices.map(\.value) == [nil, "day", "night"])
    for slice in slices {
      var part = world
      part.images = world.images.indices.filter { groundTruth.images.attribute?[$0] == slice.value }.map {
        world.images[$0]
      }
      part.objects.removeAll { !part.images.contains($0.image) }
      part.detections.removeAll { !part.images.contains($0.image) }
      #expect(try COCOEvaluation().evaluate(part.records()).summary == slice.summary)
      #expect(slice.images == part.images.count)
    }
  }

  @Test func tooManyValues_AreRefused() throws {
    let world = RandomWorld(seed: 1, images: 101)
    var evaluation = COCOEvaluation()
    evaluation.slicesByAttribute = true
    var groundTruth = try world.records().groundTruth
    groundTruth.images.attribute = world.images.indices.map { "\($0)" }
    let records = try Records(groundTruth: groundTruth, detections: world.records().detections)
    #expect(throws: EvaluationError.self) { try evaluation.evaluate(records) }
  }
}
