import CYAML

/// Writes a document as YAML text, by libyaml's emitter.
///
/// Lists and mappings of short scalars stand in one line; texts of several lines are literal blocks; what could be taken
/// for a number, `true` or `null` is quoted. The text reads back as the same node.
public struct YAMLWriter {
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private let output = YAMLOutput()
  private static let width = 110

  /// The text of a document.
  public static func text(_ node: YAMLNode) throws(YAMLError) -> String {
    let writer = YAMLWriter()
    defer {
      yaml_emitter_delete(writer.emitter)
      writer.emitter.deallocate()
    }
    try writer.document(node)
    return String(decoding: writer.output.bytes, as: UTF8.self)
  }

  private init() {
    emitter = .allocate(capacity: 1)
    emitter.initialize(to: yaml_emitter_t())
    yaml_emitter_initialize(emitter)
    yaml_emitter_set_unicode(emitter, 1)
    yaml_emitter_set_indent(emitter, 2)
    yaml_emitter_set_width(emitter, Int32(Self.width))
    yaml_emitter_set_output(
      emitter,
      { context, bytes, count in
        guard let context, let bytes else { return 0 }
        let output = Unmanaged<YAMLOutput>.fromOpaque(context).takeUnretainedValue()
        output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        return 1
      }, Unmanaged.passUnretained(output).toOpaque())
  }

  private func document(_ node: YAMLNode) throws(YAMLError) {
    try emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
    try emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
    try write(node, inFlow: false)
    try emit { yaml_document_end_event_initialize(&$0, 1) }
    try emit { yaml_stream_end_event_initialize(&$0) }
  }

  private func write(_ node: YAMLNode, inFlow: Bool) throws(YAMLError) {
    switch node {
    case .null: try scalar("null", YAML_PLAIN_SCALAR_STYLE)
    case .bool(let value): try scalar(value ? "true" : "false", YAML_PLAIN_SCALAR_STYLE)
    case .int(let value): try scalar("\(value)", YAML_PLAIN_SCALAR_STYLE)
    case .double(let value): try scalar(Self.text(value), YAML_PLAIN_SCALAR_STYLE)
    case .string(let text): try scalar(text, Self.style(of: text, inFlow: inFlow))
    case .sequence(let items):
      let flow = inFlow || node.fitsALine(Self.width)
      try emit {
        yaml_sequence_start_event_initialize(
          &$0, nil, nil, 1, flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE)
      }
      for item in items { try write(item, inFlow: flow) }
      try emit { yaml_sequence_end_event_initialize(&$0) }
    case .mapping(let members):
      let flow = inFlow || node.fitsALine(Self.width)
      try emit {
        yaml_mapping_start_event_initialize(
          &$0, nil, nil, 1, flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE)
      }
      for member in members {
        try scalar(member.key, Self.style(of: member.key, inFlow: true))
        try write(member.value, inFlow: flow)
      }
      try emit { yaml_mapping_end_event_initialize(&$0) }
    }
  }

  private static func style(of text: String, inFlow: Bool) -> yaml_scalar_style_t {
    if !inFlow, text.contains("\n") { return YAML_LITERAL_SCALAR_STYLE }
    let isPlain = YAMLScalar.resolve(text) == .string(text) && !olderBooleans.contains(text.lowercased())
    return isPlain ? YAML_ANY_SCALAR_STYLE : YAML_SINGLE_QUOTED_SCALAR_STYLE
  }

  /// What YAML 1.1, which many readers still follow, takes for true and false.
  private static let olderBooleans: Set<String> = ["y", "n", "yes", "no", "on", "off"]

  /// A number with a point, without which YAML 1.1 takes `1e-05` for text.
  private static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf" }
    let text = "\(value)"
    guard let exponent = text.firstIndex(of: "e"), !text[..<exponent].contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  private func scalar(_ text: String, _ style: yaml_scalar_style_t) throws(YAMLError) {
    var bytes = Array(text.utf8)
    try emit { event in
      yaml_scalar_event_initialize(&event, nil, nil, &bytes, Int32(bytes.count), 1, 1, style)
    }
  }

  private func emit(_ initialize: (inout yaml_event_t) -> Int32) throws(YAMLError) {
    var event = yaml_event_t()
    guard initialize(&event) == 1, yaml_emitter_emit(emitter, &event) == 1 else {
      throw YAMLError(line: 1, column: 1, sentence: "the document cannot be written")
    }
  }
}

/// Where the emitter's bytes go.
private final class YAMLOutput {
  var bytes: [UInt8] = []
}

extension YAMLNode {
  /// Whether it is a short list or mapping of scalars, or lists of such.
  fileprivate func fitsALine(_ width: Int) -> Bool { lineLength.map { $0 < width * 2 / 3 } ?? false }

  /// The length of its flow form; `nil` where it has mappings of mappings, or texts of several lines.
  private var lineLength: Int? {
    switch self {
    case .null, .bool: return 5
    case .int(let value): return "\(value)".utf8.count
    case .double(let value): return "\(value)".utf8.count
    case .string(let text): return text.contains("\n") ? nil : text.count + 2
    case .sequence(let items):
      return items.reduce(2) { sum, item in sum.flatMap { sum in item.lineLength.map { sum + $0 + 2 } } }
    case .mapping(let members):
      return members.reduce(2) { sum, member in
        sum.flatMap { sum in member.value.lineLength.map { sum + $0 + member.key.count + 4 } }
      }
    }
  }
}
