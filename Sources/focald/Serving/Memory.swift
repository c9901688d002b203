import Glibc

/// Bytes of memory that this process may use: the machine's, or less where a control group says so.
func usableMemory() -> Int {
  let pages = max(1, sysconf(Int32(_SC_PHYS_PAGES)))
  let (machine, overflow) = pages.multipliedReportingOverflow(by: max(1, Int(getpagesize())))
  // cgroup v2, then v1.
  var texts = ControlGroup.current.texts(of: "memory.max")
  if let text = try? readFile("/sys/fs/cgroup/memory/memory.limit_in_bytes") { texts.append(text) }
  let limits = texts.compactMap(bytes(inLimit:))
  return ([overflow ? Int.max / 2 : machine] + limits).min() ?? 1 << 30
}

/// What a control group's file says: a number, or `max`, which is no limit.
func bytes(inLimit text: String) -> Int? {
  let word = text.prefix { !$0.isWhitespace }
  return Int(word).flatMap { $0 > 0 ? $0 : nil }
}
