import DetectionCore
import Files
import HTTPMessages
import JSON
import Operations
import Pictures

/// What a request to a network brings: pictures, and fields beside them.
struct NetworkContent {
  typealias Picture = (picture: NetworkPicture, pointer: String)

  private(set) var pictures: [Picture] = []
  private(set) var fields: [NetworkCall.Field] = []
  private let declaration: Declaration?

  private static let image = "image"

  /// Reads a body by its type; one that begins like a picture's file is one, whatever its type says.
  init(_ head: HTTPRequestHead, _ body: ByteBuffer, _ verb: NetworkVerb, _ memory: RequestMemory) throws(Problem) {
    declaration = verb.operation?.declaration
    let type = head.headers["Content-Type"] ?? ""
    if MediaType.essence(type).hasPrefix("image/") || PictureFormat(of: body.bytes) != nil {
      pictures = [(.file(ByteSlice(body)), "")]
      try takeQuery(head.query)
    } else if SafetensorsMedia.isContent(head.headers) {
      try take(SafetensorsFile(body))
      try takeQuery(head.query)
    } else {
      try Self.checkNoQuery(head)
      if FormBody.isContent(head.headers) {
        try take(FormBody(body, contentType: type))
      } else {
        guard MediaType.canHoldJSON(type.isEmpty ? "application/json" : type) else {
          throw Problem(
            .unsupportedMediaType, "a body of type \(type) cannot be read; send a picture as image/jpeg, or JSON")
        }
        try memory.reserveNumbers(in: body, isText: true)
        try take(json: body)
      }
    }
  }

  private static func checkNoQuery(_ head: HTTPRequestHead) throws(Problem) {
    guard let item = head.query.first else { return }
    throw Problem(
      .unknownField, at: "/" + JSONPointer.escape(quoted(item.name)),
      "\(quoted(item.name)) stands in the query; the fields of JSON and forms stand in the body")
  }

  private mutating func takeQuery(_ query: [(name: String, value: String)]) throws(Problem) {
    for item in try QueryFields.values(query, declaration, otherwise: Self.json) {
      fields.append(NetworkCall.Field(item.name, item.value))
    }
  }

  /// Boxes and labels of a loss stand in a query as JSON.
  private static func json(_ text: String) -> JSONValue { (try? JSONReader.read(ByteBuffer(text))) ?? .string(text) }

  private mutating func take(_ file: SafetensorsFile) throws(Problem) {
    for entry in file.entries {
      let tensor = try file.tensor(entry)
      if entry.name == Self.image {
        pictures.append((.pixels(tensor), entry.pointer))
      } else {
        fields.append(NetworkCall.Field(entry.name, tensor.json, at: entry.pointer))
      }
    }
  }

  private mutating func take(_ form: FormBody) throws(Problem) {
    for field in form.fields {
      switch field.kind {
      case .picture: pictures.append((.file(field.content), field.pointer))
      case .value: fields.append(NetworkCall.Field(field.name, try value(of: field), at: field.pointer))
      case .tensorFile:
        do throws(Problem) {
          try take(SafetensorsFile(field.content))
        } catch {
          throw error.said(of: field)
        }
      case .foreign(let type):
        throw Problem(
          .wrongType, at: field.pointer, "\(field.words) is of type \(type), which holds neither JSON nor a picture")
      }
    }
  }

  private func value(of field: FormBody.Field) throws(Problem) -> JSONValue {
    if let parameter = declaration?.parameter(field.name) { return try parameter.type.value(of: field) }
    return try field.json()
  }

  private mutating func take(json body: ByteBuffer) throws(Problem) {
    let value = try JSONBody.value(body)
    guard case .object(let object) = value else {
      throw Problem(.wrongType, "the body must be an object with image, not \(value.kindName)")
    }
    for member in object.members {
      if member.key == Self.image {
        pictures += try NetworkImages.pictures(member.value, at: "/\(Self.image)")
      } else {
        fields.append(NetworkCall.Field(member.key, member.value))
      }
    }
  }
}

extension AnyTensor {
  /// The elements as JSON has them, flat with their shape.
  fileprivate var json: JSONValue {
    [
      "shape": .array(shape.extents.map { .number(Double($0)) }), "data": .numbers(converted(to: Double.self).flat),
    ]
  }
}

extension Tensor<Double> {
  fileprivate var flat: Tensor<Double> { reshaped(Shape(vector: count)) ?? self }
}
