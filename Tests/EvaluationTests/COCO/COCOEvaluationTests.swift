import DetectionCore
import Testing

@testable import Evaluation

@Suite struct COCOEvaluationTests {
  /// The arrays have no sums: they are pycocotools' to the bit.
  @Test func arrays_EqualPycocotoolsToTheBit() throws {
    let cases = try EvaluationCase.all(with: \.precision)
    #expect(cases.count > 10)
    for example in cases {
      let evaluation = COCOEvaluation(example.parameters, arrayLimit: 1 << 24)
      let arrays = try #require(evaluation.evaluate(example.records()).arrays)
      try Self.expectEqual(arrays.precision, example.expected.precision, "\(example.name) precision")
      try Self.expectEqual(arrays.scores, example.expected.scores, "\(example.name) scores")
      try Self.expectEqual(arrays.recall, example.expected.recall, "\(example.name) recall")
    }
  }

  @Test func summary_EqualsPycocotools() throws {
    let cases = try EvaluationCase.all(with: \.stats)
    #expect(cases.count > 10)
    for example in cases {
      let result = try COCOEvaluation(example.parameters).evaluate(example.records())
      let expected = try #require(example.expected.stats)
      #expect(result.summary.map(\.name).sorted() == expected.keys.sorted(), "\(example.name)")
      for number in result.summary {
        let value = try #require(expected[number.name])
        #expect(abs(number.value - value) <= 1e-12, "\(example.name) \(number.name)")
      }
    }
  }

  @Test func classes_EqualPycocotools() throws {
    for example in try EvaluationCase.all(with: \.per_class) {
      let rows = try COCOEvaluation(example.parameters).evaluate(example.records()).perClass
      let expected = try #require(example.expected.per_class)
      #expect(rows.count == expected.count)
      for (row, expected) in zip(rows, expected) {
        #expect(row.id == .integer(Int64(expected["category_id"] ?? -1)), "\(example.name)")
        for (name, value) in expected where name != "category_id" {
          let number = try #require(row.numbers.first { $0.name == name })
          #expect(abs(number.value - value) <= 1e-12, "\(example.name) \(row.id) \(name)")
        }
      }
    }
  }

  /// (K, A, M, T, R) in the file, (T, R, K, A, M) here; recall without R.
  private static func expectEqual(_ tensor: Tensor<Double>, _ runs: RunLengths?, _ label: String) throws {
    let expected = try #require(runs)
    let (k, a, m, t) = (expected.shape[0], expected.shape[1], expected.shape[2], expected.shape[3])
    let r = expected.shape.count == 5 ? expected.shape[4] : 1
    try #require(tensor.shape.extents == (expected.shape.count == 5 ? [t, r, k, a, m] : [t, k, a, m]))
    var wrong = 0
    var firstWrong = ""
    for (position, value) in expected.values.enumerated() {
      let (point, threshold) = (position % r, position / r % t)
      let (budget, range, number) = (position / (r * t) % m, position / (r * t * m) % a, position / (r * t * m * a))
      let found = tensor[(((threshold * r + point) * k + number) * a + range) * m + budget]
      guard found != value else { continue }
      wrong += 1
      if wrong == 1 {
        firstWrong = "t \(threshold), r \(point), k \(number), a \(range), m \(budget): \(found), not \(value)"
      }
    }
    #expect(wrong == 0, "\(label), first \(firstWrong)")
  }
}
