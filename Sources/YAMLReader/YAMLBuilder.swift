/// Builds the nodes of one document from its events.
struct YAMLBuilder {
  let events: YAMLEvents
  private var anchors: [String: Built] = [:]
  /// Nodes that aliases stood for so far.
  private var expanded = 0

  /// A node, how many it consists of, and how many levels.
  private struct Built {
    var node: YAMLNode
    var size = 1
    var height = 0

    mutating func add(_ child: Built) {
      size += child.size
      height = max(height, child.height + 1)
    }
  }

  init(events: YAMLEvents) {
    self.events = events
  }

  mutating func document() throws(YAMLError) -> YAMLNode {
    var root: YAMLNode?
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamEnd: return root ?? .null
      case .documentStart:
        guard root == nil else { throw event.error("there is a second document; one is wanted") }
        root = try build(try events.next(), depth: 1).node
      default: break
      }
    }
  }

  private mutating func build(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> Built {
    let built: Built
    switch event.kind {
    case .alias(let name): return try expand(name, event, depth: depth)
    case .scalar(let text, let isPlain):
      built = Built(node: try YAMLScalar.node(text, isPlain: isPlain, event))
    case .sequenceStart:
      try enter(event, tag: "seq", depth: depth)
      built = try sequence(depth: depth)
    case .mappingStart:
      try enter(event, tag: "map", depth: depth)
      built = try mapping(depth: depth)
    default: throw event.error("expected a value")
    }
    // Known from here on only: nothing can hold itself.
    if let anchor = event.anchor { anchors[anchor] = built }
    return built
  }

  private func enter(_ event: YAMLEvent, tag: String, depth: Int) throws(YAMLError) {
    if depth > YAMLNode.maximumDepth {
      throw event.error("nested deeper than \(YAMLNode.maximumDepth) levels")
    }
    if let given = event.tag, given != "!", given != YAMLScalar.tagPrefix + tag {
      throw event.error("the tag \(given) is not supported")
    }
  }

  private mutating func sequence(depth: Int) throws(YAMLError) -> Built {
    var nodes: [YAMLNode] = []
    var built = Built(node: .null, height: 1)
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { break }
      let element = try build(event, depth: depth + 1)
      nodes.append(element.node)
      built.add(element)
    }
    built.node = .sequence(nodes)
    return built
  }

  private mutating func mapping(depth: Int) throws(YAMLError) -> Built {
    var members: [YAMLMember] = []
    var keys: Set<String> = []
    var built = Built(node: .null, height: 1)
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { break }
      let key = try self.key(event)
      guard keys.insert(key).inserted else { throw event.error("the key \"\(key)\" is given twice") }
      let value = try build(try events.next(), depth: depth + 1)
      members.append(YAMLMember(key: key, value: value.node, line: event.line))
      built.add(value)
    }
    built.node = .mapping(members)
    return built
  }

  private mutating func key(_ event: YAMLEvent) throws(YAMLError) -> String {
    guard case .scalar(let text, let isPlain) = event.kind else { throw event.error("a key must be text") }
    if isPlain && text == "<<" { throw event.error("merge keys (<<) are not supported") }
    if let anchor = event.anchor { anchors[anchor] = Built(node: .string(text)) }
    return text
  }

  private mutating func expand(_ name: String, _ event: YAMLEvent, depth: Int) throws(YAMLError) -> Built {
    guard let built = anchors[name] else { throw event.error("nothing before is anchored as &\(name)") }
    expanded += built.size
    guard expanded <= YAMLNode.maximumExpansion else {
      throw event.error("the aliases stand for more than \(YAMLNode.maximumExpansion) nodes")
    }
    guard depth + built.height - 1 <= YAMLNode.maximumDepth else {
      throw event.error("nested deeper than \(YAMLNode.maximumDepth) levels")
    }
    return built
  }
}
