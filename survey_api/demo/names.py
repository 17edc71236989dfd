"""Given and family names from many places, for people who do not exist."""

GIVEN_TEXT = """
Abena Adaeze Ahmet Aisha Akira Aleksandra Amina Ana Anders Andrea Anh Anika Antonio Arjun
Astrid Ayumi Beatriz Björn Camille Carlos Chidi Chiara Claire Daan Dalia Dariusz David Deniz
Divya Dmytro Ebba Efua Elif Emeka Emma Erik Esther Farid Fatima Felix Femke Fiona Frieda
Giulia Goran Greta Hana Hassan Helene Henrik Hiroshi Ida Ines Ingrid Isaac Ismail Ivana Jakub
Jamal Jana Javier Jelena Joanna João Jonas José Julia Kaan Kamala Karin Katarzyna Kemal Khadija
Kofi Kwame Laila Lars Layla Leila Lena Leon Li Lien Linh Lucas Lucía Luka Maarten Magda Mai
Malik Marek María Mario Marta Mateo Matthias Maya Mehmet Mei Miguel Mina Mira Mohammed Nadia
Naomi Nasrin Neha Ngozi Niamh Nils Noor Olena Oluwaseun Omar Oskar Pauline Pedro Petra Priya
Rafael Rahul Rania Rosa Ruth Samira Samuel Sanne Sara Selma Sofia Sunita Svenja Tadeo Tariq
Thanh Thomas Tomasz Tove Tunde Valentina Vera Viktor Wei Wiebke Yara Yasmin Yusuf Zainab Zofia
"""
FAMILY_TEXT = """
Abbasi Acheampong Adeyemi Ahlberg Akhtar Almeida Andersson Arslan Banerjee Barbosa Bauer Becker
Bergström Bianchi Boateng Böhm Brandt Carvalho Castillo Çelik Chen Christensen Costa Danso
Demir Diallo Dimitrov Dubois Eriksen Esposito Falk Farouk Ferrari Fischer Fofana Fontaine
Fujimoto García Ghosh Gomes Grabowski Gupta Haddad Hansen Hartmann Herrera Hoang Horvat Hussein
Ibrahim Iyer Jansen Jankowski Jovanović Kamara Kaplan Kato Kaya Keller Khalil Kim Kovač Kowalski
Krüger Kumar Lambert Larsen Le Leclerc Lehmann Lindholm Lopes Maier Malik Mancini Marić Martín
Mbeki Mendes Mensah Meyer Mishra Moreau Mori Mwangi Nair Nakamura Navarro Neumann Ngo Nguyen
Nielsen Novák Nowak Nwosu Obi Okafor Oliveira Olsen Osei Owusu Öztürk Park Patel Pereira
Petrenko Petrović Pham Popescu Quintero Rahman Ramírez Rao Reyes Ricci Rojas Romano Rossi Ruiz
Sahin Saleh Santos Sato Schmitt Schneider Sharma Shevchenko Silva Singh Sørensen Soto Suzuki
Szabó Tanaka Tesfaye Torres Tran Vargas Visser Vogel Wagner Wang Weber Wójcik Yamamoto Yıldız
Zhang Zielińska Zimmermann Zulu
"""
TO_ASCII = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "ö": "oe", "ü": "ue", "ä": "ae", "Ö": "Oe"}
)
GIVEN = tuple(GIVEN_TEXT.split())
FAMILY = tuple(FAMILY_TEXT.split())
