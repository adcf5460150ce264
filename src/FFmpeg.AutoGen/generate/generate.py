#!/usr/bin/env python3
"""Writes the generated part of the bindings from the FFmpeg headers that gcc finds.

Usage: generate.py [--check]     run where libavformat-dev, libavdevice-dev and libswscale-dev are installed
  --check   write nothing; exit 1 if a file would change

What is bound is listed below. Types come from the C declarations; offsets, sizes and values come from a compiled program,
never from counting by hand. Names follow the package FFmpeg.AutoGen 5.1.2.3, so that it can take this project's place.
"""
import os
import re
import subprocess
import sys
import tempfile

HEADERS = """libavcodec/avcodec.h libavformat/avformat.h libavdevice/avdevice.h libswscale/swscale.h libavutil/avutil.h libavutil/buffer.h
libavutil/dict.h libavutil/display.h libavutil/error.h libavutil/frame.h libavutil/hwcontext.h libavutil/imgutils.h libavutil/log.h
libavutil/mathematics.h libavutil/mem.h libavutil/opt.h libavutil/pixdesc.h libavutil/pixfmt.h libavutil/rational.h""".split()

# Reached by pointer only: their size and layout may change between releases, so fields are found through the offset table.
TABLED = """AVFrame AVPacket AVCodecContext AVCodecParameters AVCodec AVStream AVFormatContext AVBufferRef AVPixFmtDescriptor
AVFrameSideData AVInputFormat AVCodecHWConfig AVHWFramesContext""".split()

# Used by value or in arrays, with a layout that FFmpeg never changes.
PLAIN = "AVRational AVComponentDescriptor AVIOInterruptCB AVDictionaryEntry AVPacketSideData".split()

# (struct, field) or (function, parameter) whose C type is a function pointer -> the package's name of the callback.
CALLBACKS = {
    ("AVCodecContext", "get_buffer2"): "AVCodecContext_get_buffer2_func",
    ("AVCodecContext", "get_format"): "AVCodecContext_get_format_func",
    ("AVIOInterruptCB", "callback"): "AVIOInterruptCB_callback_func",
    ("av_buffer_create", "free"): "av_buffer_create_free_func",
    ("av_log_set_callback", "callback"): "av_log_set_callback_callback_func",
}

FUNCTIONS = {
    "avcodec": """avcodec_version avcodec_find_decoder avcodec_find_decoder_by_name avcodec_alloc_context3 avcodec_free_context
        avcodec_parameters_to_context avcodec_parameters_alloc avcodec_parameters_free avcodec_parameters_copy avcodec_open2
        avcodec_send_packet avcodec_receive_frame avcodec_flush_buffers avcodec_default_get_buffer2 avcodec_default_get_format
        avcodec_align_dimensions2 avcodec_get_name avcodec_get_hw_config av_packet_alloc av_packet_free av_packet_unref av_packet_ref
        av_packet_move_ref av_packet_clone av_packet_rescale_ts av_packet_get_side_data av_new_packet""",
    "avformat": """avformat_version avformat_open_input avformat_find_stream_info avformat_close_input avformat_alloc_context
        avformat_free_context av_read_frame av_seek_frame avformat_seek_file avformat_flush av_find_best_stream av_guess_frame_rate
        av_guess_sample_aspect_ratio av_find_input_format avio_size avformat_network_init avformat_network_deinit av_stream_get_side_data
        av_dump_format""",
    "avutil": """avutil_version av_version_info av_frame_alloc av_frame_free av_frame_unref av_frame_ref av_frame_clone av_frame_move_ref
        av_frame_copy av_frame_copy_props av_frame_get_buffer av_frame_get_side_data av_frame_is_writable av_frame_make_writable
        av_buffer_create av_buffer_alloc av_buffer_ref av_buffer_unref av_buffer_get_ref_count av_buffer_get_opaque
        av_buffer_is_writable av_image_fill_linesizes av_image_fill_plane_sizes av_image_fill_pointers av_image_get_linesize
        av_image_get_buffer_size av_image_copy av_image_copy_plane av_image_copy_to_buffer av_image_check_size av_pix_fmt_desc_get
        av_pix_fmt_desc_get_id av_pix_fmt_desc_next av_pix_fmt_count_planes av_get_pix_fmt av_get_pix_fmt_name
        av_get_bits_per_pixel av_get_padded_bits_per_pixel av_dict_get av_dict_set av_dict_set_int av_dict_count av_dict_copy
        av_dict_free av_dict_parse_string av_strerror av_log_set_level av_log_get_level av_log_set_callback av_log_default_callback av_log_format_line2
        av_log_set_flags av_malloc av_mallocz av_free av_freep av_strdup av_rescale av_rescale_q av_rescale_q_rnd av_compare_ts av_reduce
        av_display_rotation_get av_opt_set av_opt_set_int av_hwdevice_ctx_create av_hwdevice_find_type_by_name
        av_hwdevice_get_type_name av_hwframe_transfer_data av_color_space_name av_color_range_name av_color_primaries_name
        av_color_transfer_name av_chroma_location_name av_get_media_type_string""",
    "swscale": """swscale_version sws_getContext sws_getCachedContext sws_scale_frame sws_freeContext sws_getCoefficients
        sws_setColorspaceDetails sws_alloc_context sws_init_context sws_isSupportedInput sws_isSupportedOutput""",
    "avdevice": "avdevice_version avdevice_register_all",
}

# Reads one atomic counter: shorter than the switch of the garbage collector's mode that a call otherwise needs.
SUPPRESS_GC_TRANSITION = {"av_buffer_get_ref_count"}

SCALARS = {
    "void": "void", "char": "byte", "signed char": "sbyte", "unsigned char": "byte", "uint8_t": "byte", "int8_t": "sbyte",
    "int16_t": "short", "uint16_t": "ushort", "short": "short", "int": "int", "int32_t": "int", "unsigned": "uint",
    "unsigned int": "uint", "uint32_t": "uint", "int64_t": "long", "uint64_t": "ulong", "size_t": "ulong", "ptrdiff_t": "long",
    "float": "float", "double": "double", "va_list": "byte*",
}
KEYWORDS = {"event", "lock", "ref", "in", "out", "params", "object", "string", "base", "default", "checked", "fixed", "is", "internal"}
# What the C macro makes of an enum constant or of a function of this machine is not a constant of FFmpeg.
MACRO_PREFIXES = ("AV_", "AVERROR_", "AVFMT_", "AVIO_", "AVSEEK_", "AVSTREAM_", "AVPALETTE_", "FF_", "SWS_", "LIBAV", "LIBSWSCALE_")
MACRO_REFUSED = re.compile(r"_H$|^FF_API_|^AV_HAVE_|^AV_GCC_|^AV_PIX_FMT_|^AV_OPT_FLAG_.*X$|_INTERNAL_|^AVERROR$|^AV_TIME_BASE_Q$")
HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.path.join(os.path.dirname(HERE), "generated")
INCLUDES = "#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n" + "".join(f"#include <{h}>\n" for h in HEADERS)


def gcc(arguments, source):
    return subprocess.run(["gcc", "-x", "c", "-w", *arguments, "-"], input=source, capture_output=True, text=True)


def run_c(body):
    """Compiles and runs a program that prints facts; returns its lines."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "facts")
        result = gcc(["-o", program], INCLUDES + "int main(void)\n{\n" + body + "\nreturn 0;\n}\n")
        if result.returncode != 0:
            sys.exit("generate: the headers do not have what is asked of them:\n" + result.stderr)
        return subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()


def read_headers():
    result = gcc(["-E", "-P"], INCLUDES)
    if result.returncode != 0:
        sys.exit("generate: gcc cannot read the FFmpeg headers; install libavformat-dev libavdevice-dev libswscale-dev:\n" + result.stderr)
    return re.sub(r"\s+", " ", result.stdout)


TEXT = read_headers()
ENUMS = {m[1]: m[2] for m in re.finditer(r"\benum (AV\w+|Sws\w+) ?\{([^}]*)\}", TEXT)}
used_enums, used_structs, used_arrays, deprecated = set(), set(), {}, set()


def strip_attributes(text):
    return re.sub(r"__attribute__ *\(\((?:[^()]|\([^()]*\))*\)\)", "", text)


def struct_body(name):
    start = re.search(r"struct " + name + r" ?\{", TEXT)
    depth, index = 1, start.end()
    while depth:
        depth += {"{": 1, "}": -1}.get(TEXT[index], 0)
        index += 1
    return TEXT[start.end():index - 1]


def map_base(words):
    """The C# type of a C type without its pointers, or None if it is not bound."""
    words = [w for w in words if w not in ("const", "volatile", "struct", "enum", "extern", "static", "inline")]
    name = " ".join(words)
    if name in SCALARS:
        return SCALARS[name]
    if name in ENUMS:
        used_enums.add(name)
        return name
    if re.fullmatch(r"(AV|Sws)\w+", name):
        used_structs.add(name)
        return name
    return None


def split_declarator(text):
    """'const uint8_t *const data[4]' -> (type words, pointer count, name, array size, element is const)"""
    array = re.search(r"\[([^\]]*)\]\s*$", text)
    if array:
        text = text[:array.start()]
    words = re.findall(r"\w+|\*", text)
    stars = words.count("*")
    last_star = max((i for i, w in enumerate(words) if w == "*"), default=-1)
    element_const = "const" in (words[last_star + 1:] if stars else words)
    name = words[-1]
    base = [w for w in words[:-1] if w != "*" and w != "restrict"]
    return base, stars, name, array[1].strip() if array else None, element_const


def array_type(element, stars, size):
    name = f"{element}_ptrArray{size}" if stars else f"{element}_array{size}"
    used_arrays[name] = (element + "*" * stars, size)
    return name


def fields_of(struct):
    """(name, C# type) of every field that can be bound; bit fields and unions are left out."""
    body, fields = struct_body(struct), []
    body = re.sub(r"\{[^{}]*\}", "{}", body)
    for statement in body.split(";"):
        if not statement.strip() or "{" in statement:
            continue
        obsolete = "deprecated" in statement
        statement = strip_attributes(statement).strip()
        function = re.search(r"\(\*\s*(\w+)\)\s*\(", statement)
        if function:
            if (struct, function[1]) in CALLBACKS:
                fields.append((function[1], CALLBACKS[struct, function[1]]))
            continue
        if ":" in statement or "(" in statement:
            continue
        first, *rest = statement.split(",")
        base, stars, name, size, _ = split_declarator(first)
        declared = [(stars, name, size)]
        for other in rest:
            _, more, other_name, other_size, _ = split_declarator(other)
            declared.append((more, other_name, other_size))
        for count, field, length in declared:
            if obsolete:
                deprecated.add((struct, field))
            element = map_base(base)
            if element is None or (element == "void" and not count):
                continue
            if element in used_structs and not count and element not in PLAIN:
                continue
            if length is not None:
                length = run_c(f'printf("%zu", sizeof((({struct}*)0)->{field}) / sizeof((({struct}*)0)->{field}[0]));')[0]
                fields.append((field, array_type(element, count, length)))
            else:
                fields.append((field, element + "*" * count))
    return fields


def escape(name):
    return "@" + name if name in KEYWORDS else name


def split_parameters(text):
    parts, depth, current = [], 0, ""
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append(current)
            current = ""
        else:
            current += character
    return [p.strip() for p in parts + [current]]


def prototype(function):
    match = re.search(r"(?:^|[;}])([^;{}()]*(?:__attribute__ *\(\((?:[^()]|\([^()]*\))*\)\)[^;{}()]*)?)\b" + function + r" ?\(", TEXT)
    if not match:
        sys.exit(f"generate: {function} is not in the headers")
    depth, index = 1, match.end()
    while depth:
        depth += {"(": 1, ")": -1}.get(TEXT[index], 0)
        index += 1
    return strip_attributes(match[1]).strip(), TEXT[match.end():index - 1].strip()


def bind_function(library, function):
    returned, parameters = prototype(function)
    base, stars, _, _, _ = split_declarator(returned + " x")
    result = map_base(base)
    if result is None:
        sys.exit(f"generate: return type '{returned}' of {function} is unknown")
    result += "*" * stars
    returns_text = result == "byte*" and "char" in base and "const" in base
    native, used_names = [], []
    if parameters != "void" and parameters:
        for parameter in split_parameters(parameters):
            callback = re.search(r"\(\*\s*(\w+)\)\s*\(", parameter)
            if callback:
                native.append(f"{CALLBACKS[function, callback[1]]} {escape(callback[1])}")
                used_names.append(escape(callback[1]))
                continue
            words, count, name, size, element_const = split_declarator(parameter)
            element = map_base(words)
            if element is None:
                sys.exit(f"generate: parameter '{parameter}' of {function} is unknown")
            if size is not None:
                size = run_c(f'printf("%d", (int)({size}));')[0]
                kind = "in" if element_const else "ref"
                native.append(f"{kind} {array_type(element, count, size)} {escape(name)}")
                used_names.append(f"{kind} {escape(name)}")
            elif element == "byte" and count == 1 and "char" in words and "const" in words:
                native.append(f"string? {escape(name)}")
                used_names.append(escape(name))
            else:
                native.append(f"{element}{'*' * count} {escape(name)}")
                used_names.append(escape(name))
    strings = ", StringMarshalling = StringMarshalling.Utf8" if any(p.startswith("string") for p in native) else ""
    lines = []
    if function in SUPPRESS_GC_TRANSITION:
        lines.append("    [SuppressGCTransition]")
    if returns_text:
        lines += [f'    [LibraryImport("{library}", EntryPoint = "{function}"{strings})]',
                  f"    private static partial byte* {function}_native({', '.join(native)});", "",
                  f"    public static string {function}({', '.join(native)}) =>",
                  f"        Marshal.PtrToStringUTF8((nint){function}_native({', '.join(used_names)}))!;"]
    else:
        lines += [f'    [LibraryImport("{library}"{strings})]',
                  f"    public static partial {result} {function}({', '.join(native)});"]
    return lines


def enum_facts(names):
    members = {n: [re.match(r"\w+", part.strip())[0] for part in strip_attributes(ENUMS[n]).split(",") if part.strip()] for n in names}
    body = "\n".join(f'printf("%lld\\n", (long long)(int){m});' for n in names for m in members[n])
    values = iter(run_c(body))
    return {n: [(m, next(values)) for m in members[n]] for n in names}


def macro_facts():
    defined = gcc(["-E", "-dM"], INCLUDES).stdout
    names = sorted(m[1] for m in re.finditer(r"^#define (\w+) +\S", defined, re.M)
                   if m[1].startswith(MACRO_PREFIXES) and not MACRO_REFUSED.search(m[1]))
    start = INCLUDES.count("\n")
    # A macro that is no constant expression makes its line fail; those lines go until the rest compiles.
    while True:
        source = INCLUDES + "".join(f"static const __typeof__({n}) check_{n} = ({n});\n" for n in names)
        result = gcc(["-fsyntax-only", "-fmax-errors=0"], source)
        bad = {int(m[1]) - start - 1 for m in re.finditer(r"^<stdin>:(\d+):\d+: error", result.stderr, re.M)}
        if not bad:
            break
        names = [n for i, n in enumerate(names) if i not in bad]
    kinds = 'int: "int", unsigned: "uint", long: "long", unsigned long: "ulong", long long: "long", unsigned long long: "ulong", default: ""'
    lines = run_c("\n".join(
        f'printf("{n} %s %lld\\n", _Generic(({n}), {kinds}), (long long)_Generic(({n}), char*: 0, const char*: 0, default: ({n})));' for n in names))
    facts = []
    for line in lines:
        name, *rest = line.split()
        if len(rest) == 2:
            kind, value = rest
            facts.append((name, kind, int(value) % 2**64 if kind == "ulong" else int(value) % 2**32 if kind == "uint" else int(value)))
    return facts


files = {}


def write(name, text, usings=()):
    head = "// <auto-generated>\n// Written by generate/generate.py from the FFmpeg headers; do not edit.\n// </auto-generated>\n#nullable enable\n#pragma warning disable CS0169\n"
    head += "".join(f"using {u};\n" for u in usings)
    files[name] = head + "\nnamespace FFmpeg.AutoGen;\n\n" + text.rstrip("\n") + "\n"


def main():
    versions = run_c("\n".join(f'printf("%d\\n", LIB{lib.upper()}_VERSION_MAJOR);' for lib in FUNCTIONS))
    majors = dict(zip(FUNCTIONS, map(int, versions)))
    major = majors["avcodec"]

    layouts = {name: fields_of(name) for name in TABLED + PLAIN}
    functions = {library: [(f, bind_function(library, f)) for f in names.split()] for library, names in FUNCTIONS.items()}
    for shape in (("int", 0, "4"), ("int", 0, "8"), ("long", 0, "4"), ("ulong", 0, "4"), ("byte", 1, "4"), ("byte", 1, "8")):
        array_type(*shape)

    text = "public static unsafe partial class ffmpeg\n{\n"
    text += "\n".join("\n".join(lines) + "\n" for bound in functions.values() for _, lines in bound)
    write("ffmpeg.functions.g.cs", text + "}\n", ["System.Runtime.InteropServices"])

    text = "public static unsafe partial class ffmpeg\n{\n"
    constants = macro_facts()
    for name, kind, value in constants:
        # The package has errors and "no timestamp" as fields, so that no program comes to need them as case labels.
        word = "static readonly" if name.startswith("AVERROR_") or name == "AV_NOPTS_VALUE" else "const"
        literal = {"int": str(value), "uint": f"{value}U", "long": f"{value}L", "ulong": f"{value}UL"}[kind]
        if value == -2**63:
            literal = "long.MinValue"
        text += f"    public {word} {kind} {name} = {literal};\n"
    text += "}\n\ninternal static class BuiltFor\n{\n"
    text += "".join(f"    internal const int {lib} = {number};\n" for lib, number in majors.items())
    write("ffmpeg.constants.g.cs", text + "}\n")

    enums = enum_facts(sorted(used_enums))
    text = ""
    for name, members in enums.items():
        text += f"public enum {name} : int\n{{\n" + "".join(f"    {m} = {v},\n" for m, v in members) + "}\n\n"
    write("Enums.g.cs", text)

    text = ""
    for name, (element, size) in sorted(used_arrays.items()):
        primitive = element in ("byte", "sbyte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double")
        text += f"public unsafe struct {name}\n{{\n    public static readonly int Size = {size};\n\n"
        if primitive:
            text += f"    private fixed {element} _values[{size}];\n\n"
        else:
            text += "    private " + element + " " + ", ".join(f"_{i}" for i in range(int(size))) + ";\n\n"
        text += f"    public {element} this[uint i]\n    {{\n"
        first = "_values[0]" if primitive else "_0"
        for word, action in (("get", "return p[i];"), ("set", "p[i] = value;")):
            text += f"        {word}\n        {{\n            System.ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, {size}u);\n"
            text += f"            fixed ({element}* p = &{first})\n            {{\n                {action}\n            }}\n        }}\n"
        text += "    }\n\n"
        text += f"    public {element}[] ToArray()\n    {{\n        var a = new {element}[{size}];\n        for (uint i = 0; i < {size}; i++)\n        {{\n            a[i] = this[i];\n        }}\n\n        return a;\n    }}\n}}\n\n"
    write("Arrays.g.cs", text)

    text = ""
    for name in PLAIN:
        text += f"public unsafe struct {name}\n{{\n" + "".join(f"    public {kind} {escape(field)};\n" for field, kind in layouts[name]) + "}\n\n"
    for name in TABLED:
        text += f"/// <summary>Reached by pointer only: never copy one by value, its size is the library's affair.</summary>\n"
        text += f"public unsafe struct {name}\n{{\n    private byte _first;\n"
        for field, kind in layouts[name]:
            # As in the package: who uses such a field says so.
            obsolete = '    [System.Obsolete("Deprecated in FFmpeg.")]\n' if (name, field) in deprecated else ""
            text += f"\n{obsolete}    public ref {kind} {escape(field)} => ref *({kind}*)((byte*)Unsafe.AsPointer(ref this) + Offsets.{name}.{escape(field)});\n"
        text += "}\n\n"
    for name in sorted(used_structs - set(TABLED) - set(PLAIN)):
        text += f"public struct {name}\n{{\n}}\n\n"
    write("Structs.g.cs", text, ["System.Runtime.CompilerServices"])

    tabled = [(name, field) for name in TABLED for field, _ in layouts[name]]
    text = "/// <summary>Where the loaded library keeps its fields. Read once: constants to the compiler afterwards.</summary>\ninternal static class Offsets\n{\n"
    index = 0
    for name in TABLED:
        text += f"    internal static class {name}\n    {{\n"
        for field, _ in layouts[name]:
            text += f"        internal static readonly int {escape(field)} = OffsetTables.Current[{index}];\n"
            index += 1
        text += "    }\n\n"
    write("Offsets.g.cs", text.rstrip("\n") + "\n}\n")

    offsets = run_c("\n".join(f'printf("%zu\\n", offsetof({s}, {f}));' for s, f in tabled))
    text = f"internal static class OffsetTable{major}\n{{\n    internal static readonly int[] Values =\n    [\n"
    text += "".join(f"        {value}, // {s}.{f}\n" for (s, f), value in zip(tabled, offsets))
    write(f"OffsetTable{major}.g.cs", text + "    ];\n}\n")

    changed = [n for n, t in files.items() if not os.path.exists(p := os.path.join(OUTPUT, n)) or open(p, encoding="utf-8").read() != t]
    if "--check" in sys.argv[1:]:
        if changed:
            sys.exit("generate: not what the installed headers give: " + ", ".join(sorted(changed)))
        return
    os.makedirs(OUTPUT, exist_ok=True)
    for name in changed:
        with open(os.path.join(OUTPUT, name), "w", encoding="utf-8") as file:
            file.write(files[name])
    print(f"{sum(map(len, functions.values()))} functions, {len(tabled)} offsets, {len(enums)} enums, {len(constants)} constants, {len(used_arrays)} arrays")


main()
