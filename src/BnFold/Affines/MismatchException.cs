namespace BnFold.Affines;

/// <summary>Coefficients that don't go together: what the file says of its values contradicts itself. Whoever knows the node makes a reason of it.</summary>
internal sealed class MismatchException(string message) : Exception(message);
