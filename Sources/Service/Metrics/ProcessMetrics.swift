import Glibc

/// The `process_*` metrics that every Prometheus client has, read off `/proc/self`.
enum ProcessMetrics {
  static func add(to text: inout ExpositionText) {
    let ticks = Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
    // proc(5), /proc/pid/stat: the fields after the parenthesised name begin with number 3.
    let stat = (read("/proc/self/stat").split(separator: ")").last ?? "").split(separator: " ").map(String.init)
    if stat.count > 21 {
      let cpu = ((Double(stat[11]) ?? 0) + (Double(stat[12]) ?? 0)) / ticks
      text.counter("process_cpu_seconds_total", "User and system time spent.", cpu)
      text.gauge("process_threads", "Threads.", Double(stat[17]) ?? 0)
      text.gauge("process_virtual_memory_bytes", "Virtual memory.", Double(stat[20]) ?? 0)
      text.gauge("process_resident_memory_bytes", "Resident memory.", (Double(stat[21]) ?? 0) * Double(getpagesize()))
      text.gauge(
        "process_start_time_seconds", "Start, in seconds since 1970.", bootTime + (Double(stat[19]) ?? 0) / ticks)
    }
    text.gauge("process_open_fds", "Open file descriptors.", Double(openFileDescriptors))
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      text.gauge("process_max_fds", "File descriptors that may be open.", Double(limit.rlim_cur))
    }
  }

  private static var bootTime: Double {
    let line = read("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
    return line.flatMap { Double($0.dropFirst(6)) } ?? 0
  }

  private static var openFileDescriptors: Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    // ".", "..", and the directory itself.
    return max(count - 3, 0)
  }

  /// The first 64 KiB of a file; empty if it cannot be read.
  private static func read(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    return String(unsafeUninitializedCapacity: 65536) { buffer in
      var count = 0
      while count < buffer.count {
        let got = Glibc.read(file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        guard got > 0 else { break }
        count += got
      }
      return count
    }
  }
}
