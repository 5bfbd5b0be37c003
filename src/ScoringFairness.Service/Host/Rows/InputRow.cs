namespace ScoringFairness.Service.Host.Rows;

/// <summary>
/// A row of an upload, whatever its format: values by column. In JSON a column is a property; an object's property
/// is <c>object.property</c>, an array's elements are the property's name with 1, 2, … behind it.
/// </summary>
/// <param name="number">The row's number, from 1; a header is not counted.</param>
/// <param name="shape">Its columns.</param>
/// <param name="values">Its values in the order of the columns.</param>
internal sealed class InputRow(int number, RowShape shape, IReadOnlyList<string?> values)
{
    /// <summary>A row that cannot be read, of which it is known where it ends: those behind it can.</summary>
    public static InputRow Unreadable(RowShape shape, RowError problem) =>
        new(problem.Row, shape, new string?[shape.Columns.Count]) { Problem = problem };

    /// <summary>What keeps the row from being read; null where nothing does.</summary>
    public RowError? Problem { get; private init; }

    /// <summary>The row's number, from 1; a header is not counted.</summary>
    public int Number => number;

    /// <summary>The columns of the row; the same object for rows that look alike.</summary>
    public RowShape Shape => shape;

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns => shape.Columns;

    /// <summary>The value at a place; null where there is none, or the place is negative.</summary>
    public string? this[int place] => place >= 0 && values[place] is { Length: > 0 } value ? value : null;

    /// <summary>The value of a column; null where there is none.</summary>
    public string? this[string column] => this[shape.Find(column)];
}

/// <summary>A row that cannot be taken, and what to do about it. Never holds a response's text.</summary>
/// <param name="Row">The row's number, from 1; 0: the header, or the upload as a whole.</param>
/// <param name="Field">The field.</param>
/// <param name="Code">What is wrong, for programs.</param>
/// <param name="Message">What is wrong and how to mend it, for people.</param>
internal sealed record RowError(int Row, string? Field, string Code, string Message);

/// <summary>The input ends here because what follows cannot be read.</summary>
/// <param name="error">The row and what is wrong with it.</param>
internal sealed class BrokenInputException(RowError error) : Exception(error.Message)
{
    /// <summary>The row and what is wrong with it.</summary>
    public RowError Error { get; } = error;
}
