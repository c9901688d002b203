import DetectionCore

@testable import Evaluation

/// A small random world, the same from the same seed: objects, and detections that are near them, doubled, of another class
/// or nowhere. Coordinates and scores are coarse, so that overlaps and scores tie.
struct RandomWorld {
  var images: [Int64]
  var categories: [Int64]
  var objects: [Object] = []
  var detections: [Detection] = []

  struct Object {
    var id, image, category: Int64
    var box: [Double]
    var crowd, ignore: UInt8
  }

  struct Detection {
    var image, category: Int64
    var box: [Double]
    var score: Double
  }

  init(seed: UInt64, images: Int = 12, categories: Int = 4, objects: Int = 60, detections: Int = 200) {
    var random = SplitMix64(seed: seed)
    self.images = (0..<images).map { Int64($0 * 37 % 101 - 5) }
    self.categories = (0..<categories).map { Int64(categories - $0) * 3 }
    for number in 0..<objects {
      self.objects.append(
        Object(
          id: Int64(number + 1), image: self.images[random.below(images)],
          category: self.categories[random.below(categories)], box: Self.box(&random),
          crowd: random.below(8) == 0 ? 1 : 0, ignore: random.below(8) == 0 ? 1 : 0))
    }
    for _ in 0..<detections {
      var detection = Detection(
        image: self.images[random.below(images)], category: self.categories[random.below(categories)],
        box: Self.box(&random), score: Double(random.below(40)) / 40)
      if !self.objects.isEmpty, random.below(4) != 0 {
        let object = self.objects[random.below(self.objects.count)]
        detection.image = object.image
        if random.below(6) != 0 { detection.category = object.category }
        detection.box = object.box
        detection.box[random.below(4)] += Double(random.below(7))
      }
      self.detections.append(detection)
    }
  }

  private static func box(_ random: inout SplitMix64) -> [Double] {
    let sizes: [Double] = [0, 8, 16, 32, 40, 96, 100, 150]
    return [
      Double(random.below(40) * 5), Double(random.below(40) * 5), sizes[random.below(8)], sizes[random.below(8)],
    ]
  }

  /// As columns; `name` makes the ids.
  func records(id name: (Int64) -> RecordID = RecordID.integer, work: Work = Work()) throws -> Records {
    let boxes = Tensor(shape: Shape(boxes: objects.count), elements: objects.flatMap(\.box))
    let found = Tensor(shape: Shape(boxes: detections.count), elements: detections.flatMap(\.box))
    let sizes = Tensor<Double>(shape: Shape([images.count, 2]) ?? Shape(vector: 0), repeating: 400)
    return try Records(
      groundTruth: GroundTruthRecords(
        images: ImageRecords(ids: IDColumn(images.map(name)), sizes: sizes),
        categories: CategoryRecords(ids: IDColumn(categories.map(RecordID.integer))),
        objects: ObjectRecords(
          ids: IDColumn(objects.map { .integer($0.id) }), images: IDColumn(objects.map { name($0.image) }),
          categories: IDColumn(objects.map { .integer($0.category) }), boxes: boxes ?? Tensor([]),
          crowd: Tensor(objects.map(\.crowd)), ignore: Tensor(objects.map(\.ignore)))),
      detections: DetectionRecords(
        images: IDColumn(detections.map { name($0.image) }),
        categories: IDColumn(detections.map { .integer($0.category) }), boxes: found ?? Tensor([]),
        scores: Tensor(detections.map(\.score))),
      work: work)
  }
}
