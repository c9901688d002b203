import DetectionCore
package import JSON

extension Answer.Value: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .integer(let number): writer.value(number)
    case .tensor(.float64(let tensor)): writer.value(tensor)
    case .tensor(.float32(let tensor)): writer.value(tensor)
    case .tensor(.integers(let tensor)): writer.value(tensor)
    case .tensor(.int32(let tensor)): writer.value(tensor.map { Int($0) })
    case .list(let values), .rows(let values): writer.value(values)
    case .number(let number): writer.value(number)
    case .text(let text): writer.value(text)
    case .json(let value): writer.value(value)
    case .texts(let texts): writer.value(texts)
    case .null: writer.null()
    case .object(let fields), .columns(let fields):
      writer.object { writer in
        for field in fields { writer.member(field.name, field.value) }
      }
    }
  }
}
