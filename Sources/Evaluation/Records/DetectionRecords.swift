public import DetectionCore

/// What a detector found, one detection a row, in file order. An empty list is legal.
public struct DetectionRecords: Sendable {
  /// The image of each.
  public var images: IDColumn
  /// The category of each.
  public var categories: IDColumn
  /// (N, 4): x, y, width, height in pixels.
  public var boxes: Tensor<Double>
  /// (N): the scores, any finite numbers.
  public var scores: Tensor<Double>

  /// Detections as columns.
  public init(images: IDColumn, categories: IDColumn, boxes: Tensor<Double>, scores: Tensor<Double>) {
    self.images = images
    self.categories = categories
    self.boxes = boxes
    self.scores = scores
  }

  /// The number of detections.
  public var count: Int { images.count }
}
