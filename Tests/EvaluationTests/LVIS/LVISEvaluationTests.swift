import DetectionCore
import Testing

@testable import Evaluation

@Suite struct LVISEvaluationTests {
  @Test func numbers_AreThoseOfTheCases() throws {
    let cases = try EvaluationCase.all(with: \.lvis)
    #expect(!cases.isEmpty)
    for example in cases {
      let result = try LVISEvaluation().evaluate(example.records())
      let expected = try #require(example.expected.lvis)
      #expect(result.summary.map(\.name).sorted() == expected.results.keys.sorted())
      for number in result.summary {
        let value = try #require(expected.results[number.name])
        #expect(abs(number.value - value) <= 1e-12, "\(number.name) is \(number.value), not \(value)")
      }
      for (row, expected) in zip(result.perClass, expected.per_class) {
        #expect(abs(row.numbers[0].value - (expected["AP"] ?? .nan)) <= 1e-12)
      }
    }
  }

  @Test func absentLists_AreAnError() throws {
    let records = try EvaluationCase("lvis-small").records()
    var images = records.groundTruth.images
    images.negativeCategories?.firstMissing = 2
    #expect(Self.missing(records, images)?.row == 2)
    images.negativeCategories = nil
    #expect(Self.missing(records, images)?.member == "neg_category_ids")
    images = records.groundTruth.images
    images.notExhaustiveCategories?.firstMissing = 1
    #expect(Self.missing(records, images)?.row == 1)
    images.notExhaustiveCategories = nil
    #expect(Self.missing(records, images)?.member == "not_exhaustive_category_ids")
  }

  private static func missing(_ records: Records, _ images: ImageRecords) -> RecordProblem? {
    var groundTruth = records.groundTruth
    groundTruth.images = images
    do {
      _ = try LVISEvaluation().evaluate(Records(groundTruth: groundTruth, detections: records.detections))
    } catch EvaluationError.record(let problem) where problem.reason == .missing && problem.table == .images {
      return problem
    } catch {}
    return nil
  }

  /// The 300 best of an image over all categories: the 301st is not judged.
  @Test func budget_IsPerImageOverAllCategories() throws {
    var world = RandomWorld(seed: 7, images: 1, categories: 2, objects: 0, detections: 0)
    for category in world.categories {
      world.objects.append(
        .init(id: category, image: world.images[0], category: category, box: [0, 0, 50, 50], crowd: 0, ignore: 0))
    }
    for number in 0..<301 {
      world.detections.append(
        .init(image: world.images[0], category: 3, box: [200, 200, 50, 50], score: 1 - Double(number) / 1000))
    }
    world.detections[300].box = [0, 0, 50, 50]
    var groundTruth = try world.records().groundTruth
    groundTruth.images.negativeCategories = IDLists(ids: IDColumn([]), ends: [0])
    groundTruth.images.notExhaustiveCategories = IDLists(ids: IDColumn([]), ends: [0])
    let records = try Records(groundTruth: groundTruth, detections: world.records().detections)
    let result = try LVISEvaluation().evaluate(records)
    #expect(result.unjudgedDetections == 1)
    #expect(result.summary.first { $0.name == "AR@300" }?.value == 0)
  }
}
