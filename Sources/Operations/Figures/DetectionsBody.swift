import HTTPMessages
import JSON

/// The forms in which the detections of a figure come: as fields, as the answer of an operation, `images`, or as an
/// `operation` with its `request`. Of several images `image` chooses one.
struct DetectionsBody {
  let limits: Limits

  /// The other two forms, which may have label_names, image_size and picture beside.
  static let schema: JSONValue = [
    "type": "object",
    "description": .string(
      "An answer of detections.* as it came (images), or an operation and its request, whose answer is drawn; image is the "
        + "number of the one to draw, from 0. label_names, image_size and picture as above."),
    "properties": [
      "images": ["type": "array", "items": ["type": "object"]],
      "image": ["type": "integer", "minimum": 0, "default": 0],
      "operation": ["type": "string"], "request": ["type": "object"],
    ],
  ]

  /// The body as fields.
  func members(of body: JSONValue) throws(Problem) -> JSONValue {
    guard case .object(var object) = body else { return body }
    if let request = object["request"] {
      let images = try answer(object["operation"], request)
      object["operation"] = nil
      object["request"] = nil
      object["images"] = images
    }
    guard let images = object["images"] else { return body }
    let image = try self.image(images, number: object["image"])
    object["images"] = nil
    object["image"] = nil
    for key in ["boxes", "scores", "labels"] { object[key] = image[key] }
    // A network's answer knows more of its picture.
    if object["image_size"] == nil { object["image_size"] = image["original_size"] }
    if object["label_names"] == nil { object["label_names"] = Self.namesByClass(image) }
    return .object(object)
  }

  /// The images of an operation's answer.
  private func answer(_ id: JSONValue?, _ request: JSONValue) throws(Problem) -> JSONValue {
    guard let id = id?.text else {
      throw Problem(.missingField, at: "/operation", "operation is missing: the one that answers request")
    }
    guard id.hasPrefix("detections."), let operation = Registry.named(id) else {
      throw Problem(.invalidChoice, at: "/operation", "operation must be one of detections.*, found \(quoted(id))")
    }
    do {
      return try Self.images(of: operation.answer(request, limits: limits))
    } catch {
      throw error.located { "/request" + $0.pointer }
    }
  }

  /// The images of an answer, as a client would send them back.
  static func images(of answer: Answer) throws(Problem) -> JSONValue {
    guard answer.fields.contains(where: { $0.name == "images" }) else {
      let field = AnswerFormatFields.format.name
      throw Problem(
        .conflictingFields, at: "/\(field)", "a figure is drawn of \(field) \"\(AnswerFormat.images.rawValue)\"")
    }
    var writer = JSONWriter()
    writer.value(Answer.Value.object(answer.fields))
    do {
      return try JSONReader.read(writer.buffer)["images"] ?? .array([])
    } catch {
      throw Problem(.internalError, "the answer cannot be read back")
    }
  }

  private func image(_ images: JSONValue, number: JSONValue?) throws(Problem) -> JSONValue {
    guard let list = images.list else {
      throw Problem(.wrongType, at: "/images", "images must be a list, found \(images.kindName)")
    }
    let number = number ?? 0
    guard let index = number.integer, list.indices.contains(index) else {
      throw Problem(
        .outOfRange, at: "/image",
        "image must be one of the \(list.count) images, counted from 0, found \(number.text())")
    }
    guard case .object = list[index] else {
      throw Problem(
        .wrongType, at: "/images/\(index)", "an image must be an object with boxes, found \(list[index].kindName)")
    }
    return list[index]
  }

  /// The names of classes from 0 on, where an image names each of its labels.
  private static func namesByClass(_ image: JSONValue) -> JSONValue? {
    guard let labels = image["labels"]?.numberList?.compactMap(Int.init(exactly:)),
      let names = image["label_names"]?.list, names.count == labels.count,
      let last = labels.max(), last < 10_000, labels.allSatisfy({ $0 >= 0 })
    else { return nil }
    var byClass = (0...last).map { JSONValue.string("class \($0)") }
    for (label, name) in zip(labels, names) { byClass[label] = name }
    return .array(byClass)
  }
}
