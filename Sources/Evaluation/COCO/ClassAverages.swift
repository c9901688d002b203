/// Average precision and recall of one class, as far as the summary needs them.
struct ClassAverages: Sendable {
  private let thresholds: Int
  private let budgets: Int
  /// [range · thresholds + threshold]: mean precision over the recall points at the largest budget, −1 without objects.
  private var precision: [Double]
  /// [range · budgets + budget]: the sum of recall over the thresholds, −1 without objects.
  private var recall: [Double]

  init(_ parameters: COCOParameters) {
    thresholds = parameters.iouThresholds.count
    budgets = parameters.maxDetections.count
    precision = [Double](repeating: -1, count: parameters.areaRanges.count * thresholds)
    recall = [Double](repeating: -1, count: parameters.areaRanges.count * budgets)
  }

  /// Takes over what a pass has found. The passes of the largest budget carry precision.
  mutating func add(_ pass: CurvePass, thresholds chunk: Range<Int>, range: Int, budget: Int) {
    add(recall: pass.recall, meanPrecision: pass.meanPrecision, thresholds: chunk, range: range, budget: budget)
  }

  /// The same of numbers by threshold.
  mutating func add(
    recall found: [Double], meanPrecision: (Int) -> Double, thresholds chunk: Range<Int>, range: Int, budget: Int
  ) {
    var sum = max(recall[range * budgets + budget], 0)
    for bit in 0..<chunk.count { sum += found[bit] }
    recall[range * budgets + budget] = sum
    guard budget == budgets - 1 else { return }
    for (bit, threshold) in chunk.enumerated() {
      precision[range * thresholds + threshold] = meanPrecision(bit)
    }
  }

  /// The mean over all thresholds, or of one; −1 if the class has no objects in the range.
  func averagePrecision(range: Int, threshold: Int? = nil) -> Double {
    let values = precision[range * thresholds..<(range + 1) * thresholds]
    guard let first = values.first, first >= 0 else { return -1 }
    return threshold.map { precision[range * thresholds + $0] } ?? values.reduce(0, +) / Double(thresholds)
  }

  /// The mean over all thresholds; −1 if the class has no objects in the range.
  func averageRecall(range: Int, budget: Int) -> Double {
    let sum = recall[range * budgets + budget]
    return sum < 0 ? -1 : sum / Double(thresholds)
  }
}

extension CurvePass {
  /// The mean of precision over the recall points.
  func meanPrecision(_ bit: Int) -> Double {
    let count = precision.count / MatchFlags.chunkSize
    var sum = 0.0
    for index in bit * count..<(bit + 1) * count { sum += precision[index] }
    return sum / Double(count)
  }
}
