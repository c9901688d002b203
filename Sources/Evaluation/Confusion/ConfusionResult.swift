public import DetectionCore

/// What is taken for what.
public struct ConfusionResult: Sendable {
  /// The categories in the order of rows and columns; the background comes last.
  public let categoryIDs: [RecordID]
  /// (K + 1, K + 1): rows are what was predicted, columns what is true, the last of each the background.
  public let matrix: Tensor<Int64>
  /// What a reader of the numbers should know.
  public let warnings: [EvaluationWarning]
}
