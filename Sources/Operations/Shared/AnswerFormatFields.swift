import DetectionCore
import Evaluation
import JSON

/// How detections are answered.
enum AnswerFormat: String, CaseIterable {
  /// An object for each image.
  case images
  /// COCO's results list: an object for each detection.
  case coco
  /// Lists over the detections of all images.
  case columns
}

/// In which form detections are answered, and how their classes and images are called.
struct AnswerFormatFields: FieldGroup {
  let classNames = Self.classNames
  let format = Self.format
  let imageIDs = Self.imageIDs
  let categoryIDs = Field<[RecordID]?>.optionalIDs(
    "category_ids", "The id in results of each class, from class 0 on. null: its index."
  ).only(.when(Self.format, is: .coco))

  /// Bytes of a class's name, or of an id that is a text, at the most: it is written for each of its detections.
  static let longestName = 256

  static let classNames = Field.optionalTexts(
    "class_names",
    "The classes' names, from class 0 on, of 256 bytes at the most: adds label_names. A class without one is called by "
      + "its index.")
  static let format = Field<AnswerFormat>.choice(
    "answer_format", default: .images,
    "\"images\": an object for each image. \"coco\": results, a list of {image_id, category_id, bbox, score}, as "
      + "pycocotools loads it. \"columns\": lists over the detections of all images, with image_indices.")

  static let imageIDs = Field<[RecordID]?>.optionalIDs(
    "image_ids", "The id of each image in results. null: its number, from 0."
  ).only(.when(format, is: .coco))

  /// The names of a request's classes.
  func names(_ request: Request) throws(Problem) -> LabelNames? {
    guard let names = request[classNames] else { return nil }
    try Self.check(names, classNames.name, "a class's name")
    return LabelNames(names)
  }

  /// The ids of a request's images and classes.
  func ids(_ request: Request, images: Int) throws(Problem) -> ResultIDs {
    let ids = request[imageIDs]
    if let ids, ids.count != images {
      throw Problem(
        .shapeMismatch, at: "/\(imageIDs.name)",
        "\(imageIDs.name) has \(counted(ids.count, "id")) for \(counted(images, "image"))")
    }
    try Self.check(ids?.map(\.text) ?? [], imageIDs.name, "an image's id")
    try Self.check(request[categoryIDs]?.map(\.text) ?? [], categoryIDs.name, "a class's id")
    return ResultIDs(images: ids, categories: request[categoryIDs], field: categoryIDs.name)
  }

  private static func check(_ texts: [String], _ field: String, _ what: String) throws(Problem) {
    guard let number = texts.firstIndex(where: { $0.utf8.count > longestName }) else { return }
    throw Problem(
      .outOfRange, at: "/\(field)/\(number)",
      "\(what) has \(longestName) bytes at the most, this one has \(texts[number].utf8.count)")
  }
}

extension RecordID {
  /// A text's text; numbers are short.
  fileprivate var text: String { if case .text(let text) = self { text } else { "" } }
}

/// The names of classes.
struct LabelNames: Sendable {
  private let names: [String]

  init(_ names: [String]) { self.names = names }

  /// The name of a class; of one without a name its index.
  subscript(_ label: Int) -> String { names.indices.contains(label) ? names[label] : String(label) }

  /// The names of some detections' classes.
  func callAsFunction(_ labels: Tensor<Int>) -> [String] { labels.elements.map { self[$0] } }
}

/// The ids that COCO's results name images and classes by.
struct ResultIDs: Sendable {
  private let images: [RecordID]?
  private let categories: [RecordID]?
  private let field: String

  init(images: [RecordID]?, categories: [RecordID]?, field: String) {
    (self.images, self.categories, self.field) = (images, categories, field)
  }

  func image(_ number: Int) -> RecordID {
    images.flatMap { $0.indices.contains(number) ? $0[number] : nil } ?? .integer(Int64(number))
  }

  func category(_ label: Int) throws(Problem) -> RecordID {
    guard let categories else { return .integer(Int64(label)) }
    guard categories.indices.contains(label) else {
      throw Problem(
        .shapeMismatch, at: "/\(field)",
        "a detection is of class \(label), but \(field) has \(counted(categories.count, "id"))")
    }
    return categories[label]
  }
}

extension Field<[RecordID]?> {
  /// A list of ids, whole numbers or texts; may be left out.
  static func optionalIDs(_ name: String, _ meaning: String) -> Field {
    Field(name, .list(.anyOf([.integer(.any), .text]), count: nil), default: .null, fallback: nil, meaning) { json in
      json.list.map { $0.compactMap(RecordID.init(json:)) }
    }
  }
}

extension RecordID {
  /// A whole number or a text.
  fileprivate init?(json: JSONValue) {
    if let text = json.text {
      self = .text(text)
    } else if let number = json.number.flatMap(Int64.init(exactly:)) {
      self = .integer(number)
    } else {
      return nil
    }
  }
}
