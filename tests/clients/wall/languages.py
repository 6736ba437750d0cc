"""The languages of the wall: how a client is generated, made into a program that calls everything, and run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
JAVA = Path("/usr/share/java")
NO_COMPILER = "no compiler in PyPI, npm or Debian 12"

# Both get the folder of the client and one for the program: the commands that make it; the one that runs it.
Make = Callable[["Tools", Path, Path], list[list[str]]]
Run = Callable[["Tools", Path, Path, str], list[str]]


@dataclass(frozen=True)
class Tools:
    """What was installed from PyPI and from npm."""

    python: Path  # with what requirements.txt names
    npm: Path  # node_modules

    @property
    def generator(self) -> str:
        return str(self.python / "openapi_generator_cli" / "openapi-generator.jar")

    @property
    def go(self) -> str:
        return str(self.python / "go" / "bin" / "go")

    @property
    def kotlin(self) -> str:
        """The compiler, with all that it needs; its own libraries stand beside it."""
        return str(next(self._kotlin.glob("kotlin-jupyter-kernel-*-all.jar")))

    @property
    def kotlin_libraries(self) -> list[Path]:
        return [next(self._kotlin.glob(f"kotlin-{name}-*.jar")) for name in ("stdlib", "reflect")]

    @property
    def java_libraries(self) -> list[Path]:
        """gson and annotations from Debian, okhttp and commons-lang3 from npm."""
        allure = self.npm / "allure-commandline" / "dist"
        patterns = ("plugins/xray-plugin/lib/okhttp-jvm-*.jar", "plugins/xray-plugin/lib/okio-jvm-*.jar")
        carried = [next(allure.glob(pattern)) for pattern in (*patterns, "lib/commons-lang3-*.jar")]
        return [JAVA / "gson.jar", JAVA / "jsr305.jar", JAVA / "geronimo-annotation-1.3-spec.jar", *carried]

    @property
    def _kotlin(self) -> Path:
        return self.python / "run_kotlin_kernel" / "jars"


@dataclass(frozen=True)
class Language:
    """`generator` with `settings` (none: its own defaults), and why it is `not_compiled`, where it is not.

    `is_said_open`: whether the document that it is given says `additionalProperties: true` of answers, as ours does.
    """

    name: str
    generator: str
    settings: str = ""
    debian: tuple[str, ...] = ()
    make: Make | None = None
    run: Run | None = None
    not_compiled: str = ""
    is_said_open: bool = True

    @property
    def in_words(self) -> str:
        words = [self.settings or "default", "" if self.is_said_open else "no additionalProperties in the document"]
        return ", ".join(filter(None, words))


def joined(*jars: Path) -> str:
    return ":".join(map(str, jars))


def make_go(tools: Tools, client: Path, program: Path) -> list[list[str]]:
    """The reader in the module of the client; nothing is fetched, for the client needs the standard library only."""
    folder = client / "reader"
    folder.mkdir()
    (folder / "reader.go").write_text((HERE / "go" / "reader.go").read_text())
    return [[tools.go, "build", "-C", str(client), "-o", str(program / "reader"), "./reader"]]


def make_java(tools: Tools, client: Path, program: Path) -> list[list[str]]:
    sources = [*(client / "src" / "main" / "java").rglob("*.java"), *(HERE / "java").rglob("*.java")]
    listed = program / "sources.txt"
    listed.write_text("\n".join(map(str, sources)))
    libraries = joined(*tools.java_libraries, *tools.kotlin_libraries)
    return [["javac", "-nowarn", "-proc:none", "-d", str(program), "-cp", libraries, f"@{listed}"]]


def make_kotlin(tools: Tools, client: Path, program: Path) -> list[list[str]]:
    sources = [str(client / "src" / "main" / "kotlin"), str(HERE / "kotlin" / "Reader.kt")]
    libraries = joined(*tools.java_libraries, *tools.kotlin_libraries)
    compiler = ["java", "-cp", tools.kotlin, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect"]
    return [[*compiler, "-nowarn", "-d", str(program), "-cp", libraries, *sources]]


def make_php(tools: Tools, client: Path, program: Path) -> list[list[str]]:
    """PHP compiles a file when it is asked for; so each is looked through by itself."""
    return [["sh", "-c", f"find {client}/lib -name '*.php' -print0 | xargs -0 -n 20 php -l >/dev/null"]]


def make_ruby(tools: Tools, client: Path, program: Path) -> list[list[str]]:
    return [["sh", "-c", f"find {client}/lib -name '*.rb' -print0 | xargs -0 ruby -c >/dev/null"]]


def on_java(main: str) -> Run:
    def run(tools: Tools, client: Path, program: Path, address: str) -> list[str]:
        return ["java", "-cp", joined(program, *tools.java_libraries, *tools.kotlin_libraries), main, address]

    return run


LANGUAGES = (
    Language("Go", "go", "", (), make_go, lambda tools, client, program, address: [str(program / "reader"), address]),
    Language(
        "Java",
        "java",
        "",
        ("default-jdk-headless", "libgoogle-gson-java", "libjsr305-java", "libgeronimo-annotation-1.3-spec-java"),
        make_java,
        on_java("Reader"),
    ),
    Language(
        "Kotlin",
        "kotlin",
        "serializationLibrary=gson",  # moshi, the default, is in none of the three registries
        ("default-jre-headless", "libgoogle-gson-java", "libjsr305-java", "libgeronimo-annotation-1.3-spec-java"),
        make_kotlin,
        on_java("ReaderKt"),
        is_said_open=False,  # of what says so, it makes maps
    ),
    Language(
        "PHP",
        "php",
        "",
        ("php-cli", "php-curl", "php-mbstring", "php-guzzlehttp-guzzle"),
        make_php,
        lambda tools, client, program, address: ["php", str(HERE / "php" / "reader.php"), address, str(client)],
    ),
    Language(
        "Ruby",
        "ruby",
        "",
        ("ruby", "ruby-typhoeus"),
        make_ruby,
        lambda tools, client, program, address: [
            *("ruby", "-I", str(client / "lib"), str(HERE / "ruby" / "reader.rb"), address),
        ],
    ),
    Language("Rust", "rust", not_compiled="its reqwest 0.13 and serde_with 3 are not in Debian 12"),
    Language("C#", "csharp", not_compiled=NO_COMPILER),
    Language("Dart", "dart", not_compiled=NO_COMPILER),
    Language("Swift", "swift6", not_compiled=NO_COMPILER),
)
