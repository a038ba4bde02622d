using System.Reflection;
using System.Text;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests;

/// <summary>The public surface, as text: a change of it is a decision, not an accident.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Is_the_one_agreed_on()
    {
        var agreed = File.ReadAllText(Path.Combine(Sources.Root, "tests/BnFold.Tests/PublicApi.txt"));
        var actual = Describe();
        Assert.True(agreed == actual, $"The public API differs from PublicApi.txt. If that is meant, replace the file with:\n{actual}");
    }

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in typeof(OnnxModel).Assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ when type.GetMethod("<Clone>$") is not null => "record",
        { IsValueType: true } => "struct",
        _ => "class",
    };

    private static string[] Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type);
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        // What a record generates says nothing that its properties don't.
        string[] generated = ["ToString", "GetHashCode", "Equals", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality"];
        var methods = type.GetMethods(Declared).Where(m => !m.IsSpecialName && !generated.Contains(m.Name))
            .Select(m => $"{Name(m.ReturnType)} {m.Name}({Parameters(m)})");
        var properties = type.GetProperties(Declared).Select(p => $"{Name(p.PropertyType)} {p.Name} {{ get;{(p.SetMethod is { IsPublic: true } ? " init;" : "")} }}");
        var constructors = type.GetConstructors().Where(c => c.GetParameters().Length > 0).Select(c => $"new({Parameters(c)})");
        return [.. methods, .. properties, .. constructors, .. type.GetFields(Declared).Select(f => $"const {Name(f.FieldType)} {f.Name}")];
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? "?" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        return type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
