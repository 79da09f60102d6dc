namespace WageSim.Isa;

/// <summary>An instruction: the record's parameters, in order, are its fields from bit 8 up; the attributes are its row of the table.</summary>
public abstract record Instruction;
