#if canImport(Glibc)
import Glibc
#endif

/// How this process deals with memory that it has freed.
enum ProcessMemory {
    /// Keeps some of it for what comes next. By default glibc hands back every 128 KB at the end of one of its arenas, and
    /// asks for it again with the next request: a tenth of the time of a busy server went into that.
    static func keepFreed() {
        #if canImport(Glibc)
        // Swift's module of glibc leaves malloc.h out. Source: mallopt(3); the numbers are from malloc.h.
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let mallopt = unsafeBitCast(symbol, to: (@convention(c) (CInt, CInt) -> CInt).self)
        let (trimThreshold, mappingThreshold): (CInt, CInt) = (-1, -3)
        _ = mallopt(trimThreshold, 8 << 20)
        // Setting the one fixes the other at 128 KB, which would have every larger piece mapped anew.
        _ = mallopt(mappingThreshold, 1 << 20)
        #endif
    }
}
