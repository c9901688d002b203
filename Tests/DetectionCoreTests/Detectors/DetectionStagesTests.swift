import Testing

@testable import DetectionCore

@Suite struct DetectionStagesTests {
  /// Stages over random heads: rows of three levels, four classes.
  private static func detections(_ suppression: Suppression<Double>, _ topK: Int, _ most: Int, seed: UInt64) throws
    -> Detections<Double>
  {
    var generator = SeededGenerator(seed)
    let boxes = generator.clusters(90, centers: 5)
    let scores = (0..<90 * 4).map { _ in Double(generator.integer(0..<40)) / 40 }
    let stages = DetectionStages<Double>(
      scoreThreshold: .each([0.2, 0.5, 0.8, 0.1]), topK: topK, suppression: suppression, maxDetections: most,
      explanationLimit: .max)
    return try stages.detect(OwnHead(numbers: boxes, scores: scores))
  }

  /// A head that is none of the module's.
  private struct OwnHead: DetectorHead {
    let numbers: [Double]
    let scores: [Double]
    var rows: Int { 90 }
    var classes: Int { 4 }
    var background: Int? { 3 }
    var levels: [Range<Int>] { [0..<40, 40..<70, 70..<90] }

    func select(into selection: inout CandidateSelection<Double>, deadline: Deadline) throws(DetectionError) {
      for rows in levels {
        try selection.select { group in
          for row in rows {
            for label in 0..<3 { group.offer(scores[row * 4 + label], row: row, label: label) }
          }
        }
      }
    }

    func box(_ row: Int, _ label: Int) -> CornerBox<Double> {
      CornerBox(x1: numbers[4 * row], y1: numbers[4 * row + 1], x2: numbers[4 * row + 2], y2: numbers[4 * row + 3])
    }
  }

  @Test func explanation_AccountsForEveryCandidate() throws {
    for (method, seed) in zip(Suppression<Double>.Method.allCases, 190..<200 as Range<UInt64>) {
      for (topK, most) in [(1000, 100), (10, 5), (1, 0)] {
        let found = try Self.detections(
          Suppression(method, decayedThreshold: .one(0.3)), topK, most, seed: seed)
        let explanation = try #require(found.explanation)
        func pairs(_ runs: Explanation<Double>.Runs) -> [Int] {
          zip(runs.starts, runs.lengths).flatMap { $0..<$0 + $1 }
        }
        let answered = zip(found.anchorIndices.elements, found.labels.elements).map { $0 * 4 + $1 }
        let all =
          pairs(explanation.threshold) + pairs(explanation.topK) + explanation.suppressed.indices + explanation.cap
          + answered
        #expect(all.sorted() == (0..<360).filter { $0 % 4 != 3 }, "\(method)")
        let counts = found.counts
        #expect(counts.candidates == 270 && counts.candidates - counts.aboveThreshold == explanation.threshold.total)
        #expect(counts.aboveThreshold - counts.afterTopK == explanation.topK.total)
        #expect(counts.afterTopK - counts.afterNMS == explanation.suppressed.indices.count)
        #expect(counts.afterNMS - counts.returned == explanation.cap.count && counts.returned == answered.count)
      }
    }
  }

  @Test func thresholds_AreOneAClass() throws {
    let stages = DetectionStages<Double>(scoreThreshold: .each([0.5, 0.6]))
    #expect(
      detectionError { try CandidateSelection(stages, rows: 1, classes: 3) }
        == .shape(.scoreThreshold, .numberPerClass(3), found: Shape(vector: 2)))
  }

  @Test func mapping_LeadsBack() {
    let original = ImageSize<Double>(height: 300, width: 600)
    let letterbox = ImageMapping<Double>.letterbox(from: original, to: ImageSize(height: 640, width: 640))
    #expect(letterbox.padX == 0 && letterbox.padY == 160)
    let box = letterbox.original(CornerBox(x1: 64, y1: 150, x2: 320, y2: 320))
    #expect(abs(box.x1 - 60) < 1e-12 && box.y1 == 0 && abs(box.x2 - 300) < 1e-12 && abs(box.y2 - 150) < 1e-12)
    let resize = ImageMapping.resize(from: original, to: ImageSize(height: 600, width: 300))
    let half = resize.original(CornerBox(x1: 10, y1: 10, x2: 30, y2: 50))
    #expect(half.x1 == 20 && half.y1 == 5 && half.x2 == 60 && half.y2 == 25)
  }
}
