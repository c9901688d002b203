import DetectionCore
import JSON

/// A question to a network: pictures, and the fields beside them.
package struct NetworkCall: Sendable {
  /// A field of a request, and where it stands there.
  package struct Field: Sendable {
    package let name: String
    package let value: JSONValue
    package let pointer: String

    /// A field; without a pointer it stands under its name.
    package init(_ name: String, _ value: JSONValue, at pointer: String? = nil) {
      self.name = name
      self.value = value
      self.pointer = pointer ?? "/" + JSONPointer.escape(quoted(name))
    }
  }

  private let network: NamedNetwork
  private let verb: NetworkVerb
  private let pictures: [(picture: NetworkPicture, pointer: String)]
  private let fields: [Field]
  private let limits: Limits

  /// Pictures of one request at the most.
  package static let mostPictures = 64

  /// A call. Throws if the fields are none of the verb's; of their values the operation's own check says what is wrong, before a
  /// picture is looked at.
  package init(
    _ network: NamedNetwork, _ verb: NetworkVerb, _ pictures: [(picture: NetworkPicture, pointer: String)],
    _ fields: [Field], _ limits: Limits
  ) throws(Problem) {
    (self.network, self.verb, self.pictures, self.fields, self.limits) = (network, verb, pictures, fields, limits)
    try checkPictures()
    try checkFields()
  }

  /// The answer.
  package func answer() throws(Problem) -> Answer {
    switch verb {
    case .detect: return try detections()
    case .heads: return try heads()
    case .loss: return try loss()
    }
  }

  private func checkPictures() throws(Problem) {
    guard !pictures.isEmpty else { throw Problem(.missingField, at: "/image", "image is missing: a picture's file") }
    let most = verb == .detect ? Self.mostPictures : 1
    guard pictures.count <= most else {
      throw Problem(
        .outOfRange, at: "/image",
        "\(verb.rawValue) takes \(counted(most, "picture")) a request, not \(pictures.count)")
    }
  }

  private func checkFields() throws(Problem) {
    for field in fields where NetworkVerb.determined.contains(field.name) {
      throw Problem(
        .conflictingFields, at: field.pointer, "\(field.name) follows from the network and the picture: leave it out")
    }
    guard let operation = verb.operation else {
      guard let field = fields.first else { return }
      throw Problem(
        .unknownField, at: field.pointer,
        "networks/\(network.name)/heads has no field \(quoted(field.name)) beside image")
    }
    var decoder = RequestDecoder(declaration: operation.declaration, limits: limits)
    for field in fields { decoder.decode(field.name, field.value, at: field.pointer) }
    try decoder.check()
  }

  /// The request for the heads of a picture.
  private func request(_ operation: Operation, _ result: NetworkResult) throws(Problem) -> Request {
    let declaration = operation.declaration
    var decoder = RequestDecoder(declaration: declaration, limits: limits)
    for (name, tensor) in [("class_logits", result.heads.classLogits), ("box_deltas", result.heads.boxDeltas)] {
      if let input = declaration.input(name) { decoder.take(input, .float32(tensor), at: "/\(name)") }
    }
    for (name, value) in result.fields + described(for: declaration) { decoder.decode(name, value, at: "/\(name)") }
    for field in fields {
      decoder.decode(field.name, value(of: field, result.placement.mapping()), at: field.pointer)
    }
    if verb == .detect { decoder.decode("original_size", result.originalSize, at: "/original_size") }
    if !decoder.isGiven(Precision.name) {
      decoder.decode(Precision.name, .string(Precision.float32.rawValue), at: "/\(Precision.name)")
    }
    return try decoder.finish()
  }

  /// What the network's file says of the operation's fields, where the request does not.
  private func described(for declaration: Declaration) -> [(name: String, value: JSONValue)] {
    NetworkVerb.described.compactMap { name in
      guard declaration.parameter(name) != nil, !fields.contains(where: { $0.name == name }),
        let value = network.network.description[name], value != .null
      else { return nil }
      return (name, value)
    }
  }

  /// A field's value; boxes are given in the picture's pixels and wanted in those of the network's input.
  private func value(of field: Field, _ mapping: ImageMapping<Double>) -> JSONValue {
    guard field.name == "target_boxes" else { return field.value }
    switch field.value {
    case .numbers(let boxes) where boxes.shape.rank == 2 && boxes.shape[1] == 4:
      return .numbers(boxes.scaled(mapping))
    case .object(let flat):
      guard case .numbers(let numbers)? = flat["data"], numbers.count.isMultiple(of: 4),
        flat["shape"]?.numberList?.last == 4
      else { return field.value }
      var scaled = flat
      scaled["data"] = .numbers(numbers.scaled(mapping))
      return .object(scaled)
    default: return field.value
    }
  }
}

extension NetworkCall {
  private func detections() throws(Problem) -> Answer {
    guard let operation = verb.operation else { return Answer() }
    var images: [Answer.Value] = []
    for (picture, pointer) in pictures {
      let result = try network.result(of: picture, limits, at: pointer)
      let request = try request(operation, result)
      let answer = try network.measured(.postprocess) { () throws(Problem) in try operation.answer(request) }
      images += answer.images.map { named($0, result) }
    }
    var answer = Answer()
    answer.add("images", .list(images))
    return answer
  }

  /// An image's detections with the names of their labels and the picture's size.
  private func named(_ image: [Answer.Field], _ result: NetworkResult) -> Answer.Value {
    var answer = Answer()
    for field in image {
      answer.add(field.name, field.value)
      if field.name == "labels", case .tensor(.integers(let labels)) = field.value {
        answer.add("label_names", .list(labels.elements.map { .text(network.labelName($0)) }))
      }
    }
    answer.add(
      "original_size", Tensor([result.placement.originalHeight, result.placement.originalWidth]))
    return .object(answer.fields)
  }

  private func loss() throws(Problem) -> Answer {
    guard let operation = verb.operation, let (picture, pointer) = pictures.first else { return Answer() }
    let result = try network.result(of: picture, limits, at: pointer)
    let request = try request(operation, result)
    return try network.measured(.postprocess) { () throws(Problem) in try operation.answer(request) }
  }

  private func heads() throws(Problem) -> Answer {
    guard let (picture, pointer) = pictures.first else { return Answer() }
    let result = try network.result(of: picture, limits, at: pointer)
    var answer = Answer()
    answer.add("class_logits", result.heads.classLogits)
    answer.add("box_deltas", result.heads.boxDeltas)
    answer.add("anchors", .tensor(try anchors(result)))
    answer.add("feature_sizes", Tensor(result.heads.levels.flatMap { [$0.height, $0.width] }).pairs)
    answer.add("image_size", Tensor([result.placement.height, result.placement.width]))
    answer.add("padded_size", Tensor([result.padded.height, result.padded.width]))
    answer.add("original_size", Tensor([result.placement.originalHeight, result.placement.originalWidth]))
    answer.add("scale", .number(result.placement.scale))
    return answer
  }

  /// The anchors of the heads' rows, in the input's pixels.
  private func anchors(_ result: NetworkResult) throws(Problem) -> AnyTensor {
    guard let operation = Registry.named("anchors.generate") else { return .float32(Tensor([])) }
    var decoder = RequestDecoder(declaration: operation.declaration, limits: limits)
    for (name, value) in result.fields + described(for: operation.declaration) {
      decoder.decode(name, value, at: "/\(name)")
    }
    decoder.decode(Precision.name, .string(Precision.float32.rawValue), at: "/\(Precision.name)")
    guard case .tensor(let anchors)? = try operation.answer(decoder.finish()).fields.first?.value else {
      throw Problem(.internalError, "the anchors could not be laid")
    }
    return anchors
  }
}

extension Answer {
  /// The members of each image.
  fileprivate var images: [[Field]] {
    guard case .list(let images)? = fields.first(where: { $0.name == "images" })?.value else { return [] }
    return images.compactMap { if case .object(let members) = $0 { members } else { nil } }
  }
}

extension Tensor<Int> {
  /// The same elements, two a row.
  fileprivate var pairs: Tensor<Int> { Shape([count / 2, 2]).flatMap { reshaped($0) } ?? self }
}

extension Tensor<Double> {
  /// Boxes x1, y1, x2, y2 of the original in the network's input.
  fileprivate func scaled(_ mapping: ImageMapping<Double>) -> Tensor<Double> {
    Tensor(shape: shape) { output in
      withElements { boxes in
        for index in 0..<boxes.count {
          let scale = index.isMultiple(of: 2) ? mapping.scaleX : mapping.scaleY
          output.initializeElement(at: index, to: boxes[index] * scale)
        }
      }
    }
  }
}
