using ScoringFairness.Architecture.Tests.Code;

namespace ScoringFairness.Architecture.Tests.Sources;

public sealed class SourceTests
{
    private static readonly string[] Places = ["src", "tests"];

    [Fact]
    public void No_line_is_longer_than_160_columns() =>
        Findings.None(
            "Lines over 160 columns",
            [
                .. Checkout.Files(Places, ".cs", ".razor")
                    .Select(file => (file, numbers: SourceText.TooLong(Checkout.Lines(file)).ToList()))
                    .SelectMany(found => found.numbers.Select(number => $"{found.file}:{number}")),
            ]);

    [Fact]
    public void The_namespace_of_a_file_is_its_folder() =>
        Findings.None(
            "Files in another folder than their namespace",
            [
                .. Checkout.Files(Places, ".cs")
                    .Where(file => file.Split('/')[1].StartsWith("ScoringFairness.", StringComparison.Ordinal))
                    .Select(file => (file, declared: SourceText.Declared(Checkout.Lines(file))))
                    .Where(found => found.declared is not null && found.declared != SourceText.NamespaceOf(found.file))
                    .Select(found => $"{found.file} declares {found.declared}"),
            ]);

    [Fact]
    public void Using_directives_stand_in_their_order() =>
        Findings.None(
            "Directives that stand after one they belong before",
            [
                .. Checkout.Files(Places, ".cs")
                    .Select(file => (file, number: UsingOrder.FirstMisplaced(Checkout.Lines(file))))
                    .Where(found => found.number is not null)
                    .Select(found => $"{found.file}:{found.number}"),
            ]);
}
