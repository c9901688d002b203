public import DetectionCore

/// The annotated objects of a ground truth, one a row, in file order.
public struct ObjectRecords: Sendable {
  /// Their own ids; `nil` if they have none. No two may be equal.
  public var ids: IDColumn?
  /// The image of each.
  public var images: IDColumn
  /// The category of each.
  public var categories: IDColumn
  /// (M, 4): x, y, width, height in pixels. Nothing is clipped, sorted or offset.
  public var boxes: Tensor<Double>
  /// (M): the annotated area in square pixels; `nil` for width · height everywhere.
  public var areas: Tensor<Double>?
  /// (M): not 0 where the box surrounds a crowd; `nil` for none.
  public var crowd: Tensor<UInt8>?
  /// (M): not 0 where the object is to be left out (`ignore`, VOC's `difficult`); `nil` for none.
  public var ignore: Tensor<UInt8>?

  /// Objects with images, categories and boxes, unless more is given.
  public init(
    ids: IDColumn? = nil, images: IDColumn, categories: IDColumn, boxes: Tensor<Double>, areas: Tensor<Double>? = nil,
    crowd: Tensor<UInt8>? = nil, ignore: Tensor<UInt8>? = nil
  ) {
    self.ids = ids
    self.images = images
    self.categories = categories
    self.boxes = boxes
    self.areas = areas
    self.crowd = crowd
    self.ignore = ignore
  }

  /// The number of objects.
  public var count: Int { images.count }
}
