import DetectionCore
package import JSON
import Pictures
import Network

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
    if let ids = fields.last(where: { $0.name == AnswerFormatFields.imageIDs.name }), let count = ids.value.list?.count,
      count != pictures.count
    {
      throw Problem(
        .shapeMismatch, at: ids.pointer,
        "\(ids.name) has \(counted(count, "id")) for \(counted(pictures.count, "picture"))")
    }
    var decoder = RequestDecoder(declaration: operation.declaration, limits: limits)
    for field in fields { decoder.decode(field.name, field.value, at: field.pointer) }
    try decoder.check()
  }

  /// The request for the heads of a picture.
  private func request(_ operation: Operation, _ result: NetworkResult, picture: Int) throws(Problem) -> Request {
    let declaration = operation.declaration
    var decoder = RequestDecoder(declaration: declaration, limits: limits)
    for (name, tensor) in [("class_logits", result.heads.classLogits), ("box_deltas", result.heads.boxDeltas)] {
      if let input = declaration.input(name) { decoder.take(input, .float32(tensor), at: "/\(name)") }
    }
    for (name, value) in result.fields + described(for: declaration) { decoder.decode(name, value, at: "/\(name)") }
    for field in fields {
      decoder.decode(field.name, value(of: field, result.placement.mapping(), picture), at: field.pointer)
    }
    if verb == .detect { name(result, picture: picture, in: &decoder) }
    if !decoder.isGiven(Precision.name) {
      decoder.decode(Precision.name, .string(Precision.float32.rawValue), at: "/\(Precision.name)")
    }
    return try decoder.finish()
  }

  /// What detections are called: classes by the network's own names, images in the order of the pictures.
  private func name(_ result: NetworkResult, picture: Int, in decoder: inout RequestDecoder) {
    decoder.decode("original_size", result.originalSize, at: "/original_size")
    let (names, ids) = (AnswerFormatFields.classNames.name, AnswerFormatFields.imageIDs.name)
    if !decoder.isGiven(names) {
      decoder.decode(names, .array((network.network.labels ?? []).map(JSONValue.string)), at: "/\(names)")
    }
    if format == .coco, !decoder.isGiven(ids) { decoder.decode(ids, [.number(Double(picture))], at: "/\(ids)") }
  }

  /// How detections are answered.
  private var format: AnswerFormat {
    fields.last { $0.name == AnswerFormatFields.format.name }?.value.text.flatMap(AnswerFormat.init) ?? .images
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
  private func value(of field: Field, _ mapping: ImageMapping<Double>, _ picture: Int) -> JSONValue {
    if field.name == AnswerFormatFields.imageIDs.name, let ids = field.value.list, ids.count == pictures.count {
      return [ids[picture]]
    }
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
    var answers: [Answer] = []
    for (number, (picture, pointer)) in pictures.enumerated() {
      let result = try network.result(of: picture, limits, at: pointer)
      let request = try request(operation, result, picture: number)
      var answer = try network.measured(.postprocess) { () throws(Problem) in try operation.answer(request) }
      answer.addOriginalSize(result)
      answers.append(answer)
    }
    return Answer(joining: answers)
  }

  private func loss() throws(Problem) -> Answer {
    guard let operation = verb.operation, let (picture, pointer) = pictures.first else { return Answer() }
    let result = try network.result(of: picture, limits, at: pointer)
    let request = try request(operation, result, picture: 0)
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
