import DetectionCore
import HTTPMessages
import JSON
import Testing

@testable import Operations
@testable import Service

/// Every shape, element type and choice that a declaration admits is taken, however the request comes.
@Suite struct DeclaredShapesTests {
  /// All that have tensors for inputs.
  static let ids = Registry.all.map(\.declaration).filter { !$0.inputs.allSatisfy(\.element.isRecords) }.map(\.id)
  private let service = Service()

  private func declaration(_ id: String) throws -> Declaration { try #require(Registry.named(id)?.declaration) }

  /// Each alternative shape of each input is part of a request that is answered, on every face.
  @Test(arguments: ids) func shapes_ThatAreDeclared_AreTaken(id: String) throws {
    let declaration = try declaration(id)
    let samples = try Samples(declaration)
    for input in declaration.inputs {
      for pattern in input.shapes where pattern.extents != nil {
        var detail = ""
        // Some shapes are taken where a flag says so.
        let answered = ([nil] + samples.flags).lazy.compactMap { flag in
          samples.requests(with: input, pattern, flag: flag).first {
            let reply = $0.send(.nested, to: declaration, service)
            detail = reply.detail
            return reply.status == 200
          }
        }.first
        let request = try #require(answered, "\(input.name) \(pattern) is refused by itself: \(detail)")
        for face in Face.allCases {
          let reply = request.send(face, to: declaration, service)
          #expect(reply.status == 200, "\(input.name) \(pattern), \(face): \(reply.detail)")
        }
      }
    }
  }

  /// Each value of `format` and its like is part of a request that is answered.
  @Test(arguments: ids.filter { !$0.hasPrefix("losses.") }) func formats_ThatAreDeclared_AreTaken(id: String) throws {
    let declaration = try declaration(id)
    let samples = try Samples(declaration)
    for name in ["format", "box_coding", "from", "to"] {
      guard case .choice(let values)? = declaration.parameter(name)?.type else { continue }
      let requests = declaration.inputs.flatMap { input in
        input.shapes.flatMap { samples.requests(with: input, $0) }
      }
      for value in values {
        let isTaken = requests.contains { request in
          var request = request
          request.parameters[name] = .string(value)
          return request.send(.nested, to: declaration, service).status == 200
        }
        #expect(isTaken, "\(name) \(value)")
      }
    }
  }

  /// An input in any element type is never refused for it.
  @Test(arguments: ids) func elementTypes_AreTaken(id: String) throws {
    let declaration = try declaration(id)
    for position in try Samples(declaration).example.tensors.indices {
      for datatype in TensorDatatype.allCases {
        var request = try Samples(declaration).example
        let whole = Tensor(
          shape: request.tensors[position].tensor.shape,
          elements: request.tensors[position].tensor.elements.map { $0.rounded() })
        request.tensors[position].tensor = try #require(whole)
        request.tensors[position].datatype = datatype
        for face in [Face.file, .binary] {
          let reply = request.send(face, to: declaration, service)
          let codes = reply.errors.compactMap { $0["code"]?.text }
          #expect(
            !codes.contains(ErrorCode.wrongType.rawValue),
            "\(request.tensors[position].name) \(datatype): \(reply.detail)")
        }
      }
    }
  }
}

/// Requests made from a declaration and its example.
struct Samples {
  let declaration: Declaration
  let example: SampleRequest
  /// The letters of the example's shapes.
  private let extents: [String: Int]

  init(_ declaration: Declaration) throws {
    self.declaration = declaration
    guard case .object(let object) = try JSONReader.read(ByteBuffer(declaration.example)) else {
      throw Problem(.wrongType, "the example is no object")
    }
    example = try #require(SampleRequest(object, declaration))
    var extents: [String: Int] = [:]
    for (name, tensor, _) in example.tensors {
      let pattern = declaration.input(name)?.shapes.first { $0.admits(tensor.shape) }
      for (axis, extent) in (pattern?.extents ?? []).enumerated() {
        if case .letter(let letter) = extent { extents[letter] = tensor.shape[axis] }
      }
    }
    self.extents = extents
  }

  /// Requests whose input has a shape of that pattern, the others in each combination of their own; of conditions and
  /// letters whatever may be meant.
  func requests(with input: Input, _ pattern: ShapePattern, flag: String? = nil) -> [SampleRequest] {
    let companions = declaration.inputs.filter { other in
      other.name != input.name
        && (example[other.name] != nil && !excludes(other, input)
          || !input.conditions.isEmpty && other.conditions == input.conditions
          || input.conditions.contains(.given(other.name)) || other.conditions.contains(.given(input.name)))
    }
    // With all of them, and without those that may be left out: an index of images goes with flat lists alone.
    let needed = companions.filter { other in
      if case .optional = other.presence { example[other.name] != nil } else { true }
    }
    return [companions, needed].flatMap { combinations(of: $0, with: input, pattern) }.flatMap { patterns in
      parameterChoices(for: input).flatMap { parameters in
        var parameters = parameters
        if let flag { parameters[flag] = true }
        return letterChoices(patterns.map(\.1)).map { request(patterns, $0, parameters) }
      }
    }
  }

  /// An input of a shape, with every shape of others.
  private func combinations(of others: [Input], with input: Input, _ pattern: ShapePattern)
    -> [[(Input, ShapePattern)]]
  {
    others.reduce([[(input, pattern)]]) { combinations, other in
      combinations.flatMap { base in other.shapes.map { base + [(other, $0)] } }
    }
  }

  private func excludes(_ a: Input, _ b: Input) -> Bool {
    if case .oneOf = a.presence { a.presence == b.presence } else { false }
  }

  /// The example's parameters, all or the required ones alone, with those that the input needs, and each format.
  private func parameterChoices(for input: Input) -> [JSONObject] {
    let required = example.parameters.members.filter { declaration.requiredParameters.contains($0.key) }
    let formats: [JSONValue] =
      if case .choice(let names)? = declaration.parameter("format")?.type { names.map(JSONValue.string) } else { [] }
    return [example.parameters, JSONObject(members: required)].flatMap { base in
      let parameters = adding(input.conditions, to: base)
      return [parameters]
        + formats.map { format in
          var parameters = parameters
          parameters["format"] = format
          return parameters
        }
    }
  }

  private func adding(_ conditions: [Condition], to parameters: JSONObject) -> JSONObject {
    conditions.reduce(into: parameters) { parameters, condition in
      switch condition {
      case .flag(let name): parameters[name] = true
      case .choice(let name, let values): parameters[name] = values.first.map(JSONValue.string)
      default: break
      }
    }
  }

  /// Parameters that are true or false.
  var flags: [String] {
    declaration.parameters.compactMap { if case .boolean = $0.type { $0.name } else { nil } }
  }

  /// Whole numbers among the parameters, which may be extents.
  private var counts: [Int] {
    declaration.parameters.compactMap { parameter in
      guard case .integer = parameter.type, let count = parameter.defaultValue.integer else { return nil }
      return (1...64).contains(count) ? count : nil
    }
  }

  /// Letters that the example does not bind are 1, or what another is, or what a parameter counts.
  private func letterChoices(_ patterns: [ShapePattern]) -> [[String: Int]] {
    let letters = patterns.flatMap { $0.extents ?? [] }.compactMap { extent in
      if case .letter(let letter) = extent { letter } else { nil }
    }
    var choices = [extents]
    for letter in Set(letters).subtracting(extents.keys).sorted() {
      choices = choices.flatMap { choice in
        Set([1, 2] + extents.values + counts + Self.sums(letter)).sorted().map { choice.merging([letter: $0]) { $1 } }
      }
    }
    return choices
  }

  /// Of `6+E` seven, one more than is there without E.
  private static func sums(_ letter: String) -> [Int] {
    letter.split(separator: "+").first.flatMap { Int($0) }.map { [$0 + 1] } ?? []
  }

  private func request(
    _ patterns: [(Input, ShapePattern)], _ letters: [String: Int], _ parameters: JSONObject
  ) -> SampleRequest {
    var request = example
    request.parameters = parameters
    for (name, _, _) in example.tensors where !patterns.contains(where: { $0.0.name == name }) { request.remove(name) }
    for (input, pattern) in patterns {
      let extents = pattern.extents?.map { extent in
        switch extent {
        case .fixed(let count): count
        case .letter(let letter): letters[letter] ?? 1
        }
      }
      guard let shape = extents.flatMap({ Shape($0) }) ?? example[input.name]?.shape else { continue }
      request.set(input, tensor(input, shape))
    }
    return request
  }

  /// The example's numbers in another shape; of an input that it has not, numbers that are boxes and probabilities.
  private func tensor(_ input: Input, _ shape: Shape) -> Tensor<Double> {
    let own = example[input.name]
    let width = shape.extents.last ?? 1
    // Boxes differ from row to row.
    let fallback = (0..<shape.count).map { position -> Double in
      guard input.element == .number, width == 4 || width == 5 else { return input.element == .integer ? 0 : 0.5 }
      return [0, 0, Double(1 + position / width), 1, 0.5][position % width]
    }
    if let own, own.shape.rank > 1, shape.rank > 1, let row = own.shape.extents.last, row > 0, row < width {
      // The example's rows, which go on.
      let rows = (0..<shape.count).map { position in
        let column = position % width
        return column < row ? own.elements[position / width * row % own.elements.count + column] : 0.5
      }
      return Tensor(shape: shape, elements: rows) ?? own
    }
    let usable = own.map { $0.shape.extents.last == shape.extents.last || shape.rank == 1 } ?? false
    let source = usable ? own?.elements ?? fallback : fallback
    return Tensor(shape: shape, elements: (0..<shape.count).map { source[$0 % max(source.count, 1)] })
      ?? Tensor(source)
  }
}
