/// What is in the images: a COCO file as columns.
public struct GroundTruthRecords: Sendable {
  /// The images.
  public var images: ImageRecords
  /// The categories.
  public var categories: CategoryRecords
  /// The objects, COCO's `annotations`.
  public var objects: ObjectRecords

  /// A ground truth of three tables.
  public init(images: ImageRecords, categories: CategoryRecords, objects: ObjectRecords) {
    self.images = images
    self.categories = categories
    self.objects = objects
  }
}
