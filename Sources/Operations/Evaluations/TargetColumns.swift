import DetectionCore
import Evaluation
import JSON

/// Objects as columns, in place of a COCO object.
struct TargetColumns: FieldGroup {
  let boxes = TensorField.reals("target_boxes", .of("M", "4"), holds: "The objects' boxes, in format.")
    .oneOf("ground truth")
  let labels = TensorField.indices("target_labels", .of("M"), holds: "The objects' categories: any whole numbers.")
    .optional(otherwise: "there is no object").only(.given("target_boxes"))
  let images = TensorField.indices(
    "target_image_indices", .of("M"), holds: "The image of each object, counted from 0."
  ).optional(otherwise: "there is no object").only(.given("target_boxes"))
  let crowd = TensorField.indices("target_crowd", .of("M"), holds: "Not 0 where a box surrounds a crowd.")
    .optional(otherwise: "all 0").only(.given("target_boxes"))
  let areas = TensorField.reals("target_areas", .of("M"), holds: "The objects' areas in square pixels.")
    .optional(otherwise: "w · h of the boxes").only(.given("target_boxes"))
  let format = BoxFields.format().only(.given("target_boxes"))
  let imageCount = Field<Int?>.optionalInteger(
    "num_images", .from(1, to: Double(1 << 24)), "How many images there are; otherwise the largest index and 1."
  ).only(.given("target_boxes"))

  enum Source { case records, columns }

  /// Whether a request has records or columns: all of one kind.
  func source(
    _ request: Request, _ groundTruth: RecordsField<GroundTruthRecords>,
    _ detections: [(records: RecordsField<DetectionRecords>, columns: DetectionColumns)]
  ) throws(Problem) -> Source {
    let isRecords = request.has(groundTruth)
    for (records, columns) in detections {
      let (stray, wanted) = isRecords ? (columns.boxes.name, records.name) : (records.name, columns.boxes.name)
      guard request.has(stray) else { continue }
      let own = isRecords ? groundTruth.name : boxes.name
      throw Problem(
        .conflictingFields, at: "/\(stray)",
        "\(own) and \(stray) exclude each other: with \(own) goes \(wanted), as records are not mixed with columns")
    }
    return isRecords ? .records : .columns
  }

  /// The ground truth, and the detections of each model. Categories are the labels that occur.
  func read(
    _ request: Request, _ models: [DetectionColumns]
  ) throws -> (GroundTruthRecords, [DetectionRecords]) {
    let format = request[format]
    let labels = try request.whole(labels)
    let images = try request.whole(self.images)
    let detections = try models.map { try $0.read(request, format) }
    let columns = [(self.images.name, images)] + zip(models, detections).map { ($0.images.name, $1.imageIDs) }
    let count = try imageCount(request, columns)
    // Those that hold nothing are counted and not listed: a small request may speak of millions.
    let listed = ImageSet(columns.map(\.1), below: count).elements
    guard request.limits.reserve(32 * listed.count) else {
      throw Problem(.overloaded, at: "/\(self.images.name)", "there is no memory for so many images now")
    }
    let objects = ObjectRecords(
      images: .integers(images), categories: .integers(labels),
      boxes: try request.sizedBoxes(boxes, format),
      areas: try request.optionalTensor(areas, as: Double.self),
      crowd: request.optionalTensor(crowd).map { crowd in crowd.map { $0 == 0 ? 0 : 1 } })
    let categories = DistinctIntegers.rising(in: [labels] + detections.map(\.labels))
    let groundTruth = GroundTruthRecords(
      images: ImageRecords(ids: .integers(Tensor(listed)), total: count),
      categories: CategoryRecords(ids: .integers(Tensor(categories))), objects: objects)
    return (groundTruth, detections.map(\.records))
  }

  /// How many images there are; every index must be below.
  private func imageCount(_ request: Request, _ columns: [(name: String, indices: Tensor<Int64>)]) throws(Problem)
    -> Int
  {
    let given = request[imageCount]
    let limit = Int64(given ?? 1 << 24)
    var largest: Int64 = -1
    for (name, indices) in columns {
      let wrong = indices.withElements { indices in
        largest = max(largest, indices.max() ?? -1)
        return indices.firstIndex { $0 < 0 || $0 >= limit }
      }
      guard let wrong else { continue }
      throw Problem(
        .outOfRange, at: request.pointer(to: name, position: wrong),
        "expected the index of an image, from 0 to \(limit - 1), found \(indices[wrong])")
    }
    return given ?? Int(largest + 1)
  }
}

extension Request {
  /// A column of whole numbers.
  func whole(_ field: TensorField<Indices>) throws -> Tensor<Int64> { try tensor(field).map { Int64($0) } }

  /// Boxes as x, y, width, height.
  func sizedBoxes(_ field: TensorField<Reals>, _ format: BoxFormat) throws -> Tensor<Double> {
    let boxes = try tensor(field, as: Double.self)
    guard format != .xywh else { return boxes }
    return Tensor(shape: boxes.shape) { target in
      boxes.withElements { boxes in
        for row in 0..<boxes.count / 4 {
          let (a, b, c, d) = (boxes[4 * row], boxes[4 * row + 1], boxes[4 * row + 2], boxes[4 * row + 3])
          let box: (Double, Double, Double, Double) =
            switch format {
            case .xywh: (a, b, c, d)
            case .xyxy: (a, b, c - a, d - b)
            case .cxcywh: (a - c / 2, b - d / 2, c, d)
            case .cycxhw: (b - d / 2, a - c / 2, d, c)
            }
          target.initializeElement(at: 4 * row, to: box.0)
          target.initializeElement(at: 4 * row + 1, to: box.1)
          target.initializeElement(at: 4 * row + 2, to: box.2)
          target.initializeElement(at: 4 * row + 3, to: box.3)
        }
      }
    }
  }
}
