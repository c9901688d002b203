import DetectionCore

/// How many rows were left out of an evaluation.
public struct DroppedRows: Equatable, Sendable {
  /// Objects on an image that the file does not list.
  public let objectsOfUnlistedImages: Int
  /// Objects on a listed image, of a category that the file does not list.
  public let objectsOfUnlistedCategories: Int
  /// Detections of a category that the file does not list.
  public let detectionsOfUnlistedCategories: Int

  /// Objects left out in all.
  public var objects: Int { objectsOfUnlistedImages + objectsOfUnlistedCategories }

  init(objectImages: Column<Int32>, objectCategories: Column<Int32>, detectionCategories: Column<Int32>) {
    var (images, categories, detections) = (0, 0, 0)
    for row in 0..<objectImages.count {
      if objectImages[row] < 0 { images += 1 } else if objectCategories[row] < 0 { categories += 1 }
    }
    for row in 0..<detectionCategories.count where detectionCategories[row] < 0 { detections += 1 }
    objectsOfUnlistedImages = images
    objectsOfUnlistedCategories = categories
    detectionsOfUnlistedCategories = detections
  }
}
