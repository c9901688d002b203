import DetectionCore
import Testing

@testable import Evaluation

@Suite struct RecordsTests {
  @Test func unlistedImage_IsAnErrorWithItsRow() throws {
    let example = try EvaluationCase("unknown-image")
    #expect(example.expected.error?.pointer == "/detections/1/image_id")
    let problem = try #require(Self.problem { try example.records() })
    #expect(problem.table == .detections && problem.row == 1 && problem.member == "image_id")
  }

  @Test func idOfTheOtherKind_IsNamed() throws {
    var world = RandomWorld(seed: 1)
    world.images = [2]
    for row in world.objects.indices { world.objects[row].image = 2 }
    for row in world.detections.indices { world.detections[row].image = 2 }
    var records = try world.records()
    func reason(_ ids: IDColumn) -> RecordProblem.Reason? {
      var detections = records.detections
      detections.images = ids
      return Self.problem { try Records(groundTruth: records.groundTruth, detections: detections) }?.reason
    }
    let rows = records.detections.count
    let texts = IDColumn(Array(repeating: .text("2"), count: rows))
    #expect(reason(texts) == .unknownImage(.text("2"), otherKind: .integer(2)))
    let mixed = IDColumn(Array(repeating: .integer(2), count: rows - 1) + [.text("3")])
    #expect(reason(mixed) == .unknownImage(.text("3"), otherKind: nil))
    records = try world.records { .text(String($0)) }
    #expect(
      reason(IDColumn(Array(repeating: .integer(2), count: rows))) == .unknownImage(.integer(2), otherKind: .text("2")))
  }

  @Test func equalObjectIDs_AreAnError() throws {
    var world = RandomWorld(seed: 2)
    world.objects[17].id = world.objects[4].id
    let problem = Self.problem { try world.records() }
    #expect(problem?.row == 17 && problem?.reason == .duplicateID(.integer(5), firstRow: 4))
  }

  @Test func numbersThatCannotBe_AreErrorsWithTheirRow() throws {
    func problem(_ change: (inout RandomWorld) -> Void) -> RecordProblem? {
      var world = RandomWorld(seed: 3)
      change(&world)
      return Self.problem { try world.records() }
    }
    let width = problem { $0.detections[7].box[2] = -1 }
    #expect(width == RecordProblem(table: .detections, row: 7, member: "bbox", reason: .negativeSize))
    let corner = problem { $0.objects[3].box[0] = .infinity }
    #expect(corner == RecordProblem(table: .annotations, row: 3, member: "bbox", reason: .notFinite))
    let area = problem { $0.objects[5].box = [0, 0, 1e200, 1e200] }
    #expect(area == RecordProblem(table: .annotations, row: 5, member: "bbox", reason: .notFinite))
    let score = problem { $0.detections[9].score = .nan }
    #expect(score == RecordProblem(table: .detections, row: 9, member: "score", reason: .notFinite))
  }

  @Test func columnsOfDifferentLength_AreAnError() throws {
    let records = try RandomWorld(seed: 4).records()
    var detections = records.detections
    detections.scores = Tensor([0.5])
    #expect(throws: EvaluationError.columnLength(table: .detections, member: "score", expected: 200, found: 1)) {
      try Records(groundTruth: records.groundTruth, detections: detections)
    }
  }

  @Test func unlistedRows_AreDroppedAndCounted() throws {
    let records = try EvaluationCase("foreign-annotations").records()
    let result = try COCOEvaluation().evaluate(records)
    #expect(result.counts.droppedObjects == records.dropped.objects && records.dropped.objects > 0)
    #expect(
      result.warnings.contains(
        .droppedObjects(
          unlistedImage: records.dropped.objectsOfUnlistedImages,
          unlistedCategory: records.dropped.objectsOfUnlistedCategories)))
    let absent = try COCOEvaluation().evaluate(EvaluationCase("absent-categories").records())
    #expect(absent.warnings.contains(.droppedDetections(unlistedCategory: 1)))
    #expect(
      absent.warnings.contains(
        .categoriesWithoutObjects([.init(id: .integer(3), detections: 2), .init(id: .integer(4), detections: 0)])))
  }

  @Test func equalScores_AreAWarning() throws {
    let ties = try COCOEvaluation().evaluate(EvaluationCase("score-ties").records())
    #expect(ties.warnings.contains { if case .equalScores = $0 { true } else { false } })
    let distinct = try COCOEvaluation().evaluate(EvaluationCase("duplicates").records())
    #expect(!distinct.warnings.contains { if case .equalScores = $0 { true } else { false } })
  }

  /// A match with the object of id 0 counts as none in pycocotools, and here only on request.
  @Test func objectWithIDZero_LosesItsMatchOnRequest() throws {
    var world = RandomWorld(seed: 5, categories: 1, objects: 0, detections: 0)
    world.objects = [.init(id: 0, image: world.images[0], category: 3, box: [10, 10, 50, 50], crowd: 0, ignore: 0)]
    world.detections = [.init(image: world.images[0], category: 3, box: [10, 10, 50, 50], score: 0.9)]
    var parameters = COCOParameters()
    let right = try COCOEvaluation(parameters).evaluate(world.records())
    #expect(abs(right.summary[0].value - 1) <= 1e-12)
    #expect(right.warnings.contains(.objectWithIDZero(row: 0, compatible: false)))
    parameters.losesIDZero = true
    let published = try COCOEvaluation(parameters).evaluate(world.records())
    #expect(published.summary[0].value == 0)
    #expect(published.warnings.contains(.objectWithIDZero(row: 0, compatible: true)))
  }

  @Test func workBeyondTheDeadline_IsGivenUp() throws {
    let deadline = Deadline(.now)
    let records = try RandomWorld(seed: 6).records()
    #expect(throws: EvaluationError.deadlineExceeded) { try COCOEvaluation().evaluate(records, deadline: deadline) }
  }

  private static func problem(_ body: () throws -> Records) -> RecordProblem? {
    do {
      _ = try body()
      return nil
    } catch EvaluationError.record(let problem) {
      return problem
    } catch {
      return nil
    }
  }
}
