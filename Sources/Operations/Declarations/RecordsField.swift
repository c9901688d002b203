import DetectionCore
import Evaluation
import HTTPMessages
import JSON

/// A field of a request that is read from its JSON text straight into columns: `Value` says into which.
struct RecordsField<Value>: DeclaredMember, Sendable {
  let input: Input

  var name: String { input.name }
  var requestFields: [FieldDescription] { [.input(input)] }

  /// The field as one that may be left out; `otherwise`: what that stands for, in words.
  func optional(otherwise: String) -> RecordsField { RecordsField(input: input.with(.optional(otherwise: otherwise))) }

  /// The field as one of a group of which exactly one is given.
  func oneOf(_ group: String) -> RecordsField { RecordsField(input: input.with(.oneOf(group: group))) }

  /// The field as one that has an effect under conditions only, and is refused otherwise.
  func only(_ conditions: Condition...) -> RecordsField {
    var input = input
    input.conditions += conditions
    return RecordsField(input: input)
  }
}

extension RecordsField<GroundTruthRecords> {
  /// A COCO object: images, categories, annotations. JSON alone has it.
  static func groundTruth(_ name: String, _ holds: String) -> RecordsField {
    RecordsField(input: Input(name, [.named("COCO object")], element: .groundTruth, holds: holds))
  }
}

extension RecordsField<DetectionRecords> {
  /// A COCO results list. JSON alone has it.
  static func detections(_ name: String, _ holds: String) -> RecordsField {
    RecordsField(input: Input(name, [.named("COCO results")], element: .results, holds: holds))
  }
}

extension RecordsField<IDColumn> {
  /// Ids, integers of 64 bits; in JSON texts as well.
  static func ids(_ name: String, _ shape: ShapePattern, _ holds: String) -> RecordsField {
    RecordsField(input: Input(name, [shape], element: .id, holds: holds))
  }
}

extension Condition {
  /// Records are given.
  static func given<Value>(_ field: RecordsField<Value>) -> Condition { .given(field.name) }
}

extension Request {
  /// Whether records were given.
  func has<Value>(_ field: RecordsField<Value>) -> Bool { has(field.name) }

  /// Reads a COCO object; `wants` says what of it beside boxes and ids.
  func records(
    _ field: RecordsField<GroundTruthRecords>, _ wants: RecordsReader.Wants
  ) throws(Problem) -> GroundTruthRecords {
    let text = try text(of: field.name)
    do throws(RecordsFault) {
      return try RecordsReader.groundTruth(text.slice.bytes, wants, depth: text.depth)
    } catch {
      throw Problem(error, in: text)
    }
  }

  /// Reads a COCO results list.
  func records(_ field: RecordsField<DetectionRecords>) throws(Problem) -> DetectionRecords {
    let text = try text(of: field.name)
    do throws(RecordsFault) {
      return try RecordsReader.detections(text.slice.bytes, depth: text.depth)
    } catch {
      throw Problem(error, in: text)
    }
  }

  /// Ids, from text or as a tensor; `nil` if there are none.
  func ids(_ field: RecordsField<IDColumn>) throws(Problem) -> IDColumn? {
    guard let text = records[field.name] else {
      return optionalIndices(field.name).map { .integers($0.map { Int64($0) }) }
    }
    guard text.slice.bytes.first == UInt8(ascii: "{") else { return try ids(text, text.slice) }
    return try flatIDs(text)
  }

  private func ids(_ text: RecordsText, _ slice: ByteSlice) throws(Problem) -> IDColumn {
    do throws(RecordsFault) {
      return try RecordsReader.ids(slice.bytes)
    } catch {
      throw Problem(error, in: text)
    }
  }

  /// Ids as a flat tensor, `{"shape": [2], "data": [7, 9]}`.
  private func flatIDs(_ text: RecordsText) throws(Problem) -> IDColumn {
    let members = JSONMembers(text.slice, limit: 2)?.members ?? []
    guard let data = members.first(where: { $0.name == "data" }), members.count == 2,
      let shape = members.first(where: { $0.name == "shape" })
    else { throw Problem(.wrongType, at: text.pointer, "expected a list of ids, or an object with shape and data") }
    let ids = try ids(RecordsText(data.value, at: text.pointer + "/data"), data.value)
    let extents = (try? JSONReader.read(ByteBuffer(shape.value.bytes)))?.numberList
    guard extents == [Double(ids.count)] else {
      throw Problem(
        .shapeMismatch, at: text.pointer + "/data",
        "the shape \(quoted(shape.value.text)) does not fit \(ids.count) ids")
    }
    return ids
  }

  /// Gives back the memory of the texts, once all have been read.
  func discardRecords() {
    for input in declaration.inputs where input.element.isText { records[input.name]?.slice.buffer.discard() }
  }

  private func text(of name: String) throws(Problem) -> RecordsText {
    guard let text = records[name] else { throw Problem(.missingField, at: "/\(name)", "\(name) is missing") }
    return text
  }
}

extension RecordsText {
  fileprivate var depth: Int { document == nil ? 1 : 2 }
}
